internal import Foundation
internal import IAFACore
internal import Logging

/// How log lines look.
enum LogFormat: String, CaseIterable {
    case text, json

    /// A logger on standard error.
    static func logger(format: LogFormat, level: Logger.Level) -> Logger {
        var logger = Logger(label: "iafa") { _ in LineLogHandler(format: format) }
        logger.logLevel = level
        return logger
    }
}

/// Writes each event in one line, whatever is in it: what an event quotes can't be taken for another one.
struct LineLogHandler: LogHandler {
    let format: LogFormat
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    private let clock = SystemWallClock()

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    init(format: LogFormat) { self.format = format }

    func log(event: LogEvent) {
        let metadata = metadata.merging(event.metadata ?? [:]) { _, new in new }
            .map { (key: $0.key, value: $0.value.description) }.sorted { $0.key < $1.key }
        var line: [UInt8] = []
        switch format {
        case .text: writeText(event, metadata, into: &line)
        case .json: writeJSON(event, metadata, into: &line)
        }
        line.append(UInt8(ascii: "\n"))
        // One write, so that lines of several threads don't mix.
        FileHandle.standardError.write(Data(line))
    }

    /// For people: `2026-11-24T04:13:48.472425Z error what happened path=/a error="what the disk says"`.
    private func writeText(_ event: LogEvent, _ metadata: [(key: String, value: String)], into line: inout [UInt8]) {
        var text = "\(clock.now) \(event.level.rawValue) \(event.message)"
        for (key, value) in metadata {
            let isPlain = !value.isEmpty && value.allSatisfy { !$0.isWhitespace && $0 != "\"" }
            text += " \(key)=" + (isPlain ? value : "\"\(value)\"")
        }
        line +=
            text.split(whereSeparator: \.isNewline)
            .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ").utf8
    }

    /// For programs that collect lines.
    private func writeJSON(_ event: LogEvent, _ metadata: [(key: String, value: String)], into line: inout [UInt8]) {
        let members = [
            JSONMember(name: "time", value: .string(clock.now.description)),
            JSONMember(name: "level", value: .string(event.level.rawValue)),
            JSONMember(name: "message", value: .string(event.message.description)),
        ]
        JSONValue.object(members + metadata.map { JSONMember(name: $0.key, value: .string($0.value)) })
            .write(into: &line)
    }
}
