internal import ArgumentParser
internal import Configuration
internal import Foundation
internal import IAFACore

/// Where a setting comes from: the flag, else `IAFA_…` in the environment, else the configuration file.
struct SettingsSource {
    private let reader: ConfigReader

    /// Every key that a file may hold.
    private static let keys: Set<String> = [
        "data_dir", "log_level", "log_format", "host", "port", "demo", "flush_events", "flush_interval_seconds",
        "compaction_interval_seconds", "compression", "engine_memory_mib", "engine_threads", "event_memory_mib",
        "query_timeout_seconds", "cors_origins", "project", "organization", "from", "to", "window", "order", "format",
        "email", "name", "timezone", "retention_days", "stages", "map", "output", "create", "json",
    ]

    /// `file` is the path of a JSON file; nil for `IAFA_CONFIG`, or none.
    ///
    /// - Throws: ``CommandFailure`` where the file can't be read, has an unknown key or a value that is no setting.
    init(file: String?) throws {
        var providers: [any ConfigProvider] = [EnvironmentVariablesProvider().prefixKeys(with: "iafa")]
        if let file = file ?? ProcessInfo.processInfo.environment["IAFA_CONFIG"] {
            providers.append(InMemoryProvider(values: try Self.values(in: file)))
        }
        reader = ConfigReader(providers: providers)
    }

    /// The settings of a file, each as the text that it would be in the environment.
    private static func values(in file: String) throws -> [AbsoluteConfigKey: ConfigValue] {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandFailure("the configuration file \(file) can't be read; check the path")
        }
        let value: JSONValue
        do {
            value = try JSONValue.parse(bytes: Array(data))
        } catch {
            throw CommandFailure("the configuration file \(file) is not JSON: \(error.message)")
        }
        guard case .object(let members) = value else {
            throw CommandFailure("the configuration file \(file) must hold a JSON object")
        }
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        for member in members {
            guard keys.contains(member.name) else {
                throw CommandFailure("the configuration file \(file) has an unknown key '\(member.name)'")
            }
            guard let text = text(of: member.value) else {
                throw CommandFailure(
                    "'\(member.name)' in the configuration file \(file) must be a string, a number, true, false or a "
                        + "list of strings"
                )
            }
            values[AbsoluteConfigKey([member.name])] = ConfigValue(.string(text), isSecret: false)
        }
        return values
    }

    private static func text(of value: JSONValue) -> String? {
        switch value {
        case .string(let text): return text
        case .number, .bool: return value.serialized()
        case .array(let elements):
            let texts = elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
            return texts.count == elements.count ? texts.joined(separator: ",") : nil
        case .null, .object: return nil
        }
    }

    /// The text of a setting; nil where nobody gave it.
    func text(_ key: String, _ flag: String?) -> String? { flag ?? reader.string(forKey: ConfigKey(key)) }

    /// Whether something is switched on.
    ///
    /// - Throws: `ValidationError` where it is neither true nor false.
    func isOn(_ key: String, _ flag: Bool) throws -> Bool {
        if flag { return true }
        switch text(key, nil)?.lowercased() {
        case nil, "false", "0", "no": return false
        case "true", "1", "yes": return true
        case .some(let text): throw ValidationError("\(key) must be true or false, not '\(text)'")
        }
    }

    /// A whole number.
    ///
    /// - Throws: `ValidationError` where it isn't one, or out of range.
    func number(_ key: String, _ flag: Int?, in range: ClosedRange<Int>, default fallback: Int) throws -> Int {
        var number = flag
        if number == nil, let text = text(key, nil) {
            guard let parsed = Int(text) else {
                throw ValidationError("\(key) must be a whole number, not '\(text)'")
            }
            number = parsed
        }
        guard let number else { return fallback }
        guard range.contains(number) else {
            throw ValidationError("\(key) must be \(range.lowerBound) to \(range.upperBound), not \(number)")
        }
        return number
    }

    /// One of some words.
    ///
    /// - Throws: `ValidationError` where it is another.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String,
        _ flag: String?,
        default fallback: Choice
    ) throws -> Choice where Choice.RawValue == String {
        guard let text = text(key, flag) else { return fallback }
        guard let choice = Choice(rawValue: text) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("\(key) must be one of \(choices), not '\(text)'")
        }
        return choice
    }
}
