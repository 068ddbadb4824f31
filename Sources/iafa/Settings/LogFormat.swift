internal import Foundation
internal import IAFACore
internal import Logging

/// How log lines look.
enum LogFormat: String, CaseIterable {
    case text, json

    /// A logger on standard error.
    static func logger(format: LogFormat, level: Logger.Level) -> Logger {
        var logger = Logger(label: "iafa") { label in
            switch format {
            case .text: StreamLogHandler.standardError(label: label)
            case .json: JSONLogHandler()
            }
        }
        logger.logLevel = level
        return logger
    }
}

/// Writes each log line as a JSON object, for programs that collect them.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    private let clock = SystemWallClock()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var members = [
            JSONMember(name: "time", value: .string(clock.now.description)),
            JSONMember(name: "level", value: .string(event.level.rawValue)),
            JSONMember(name: "message", value: .string(event.message.description)),
        ]
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            members.append(JSONMember(name: key, value: .string(value.description)))
        }
        var line: [UInt8] = []
        JSONValue.object(members).write(into: &line)
        line.append(UInt8(ascii: "\n"))
        // One write, so that lines of several threads don't mix.
        FileHandle.standardError.write(Data(line))
    }
}
