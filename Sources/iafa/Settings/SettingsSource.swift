internal import ArgumentParser
internal import Configuration
internal import Foundation
internal import IAFACore

/// Where a setting comes from: the flag, else `IAFA_…` in the environment, else the configuration file.
struct SettingsSource {
    private let reader: ConfigReader

    /// The lists of the file, by key.
    private let lists: [String: [String]]

    /// What separates the elements of a list in the environment; one that holds it can be a flag, or in the file.
    private static let listSeparator: Character = ";"

    /// Every key that a file may hold.
    private static let keys: Set<String> = [
        "data_dir", "log_level", "log_format", "host", "port", "demo", "flush_events", "flush_interval_seconds",
        "compaction_interval_seconds", "compression", "engine_memory_mib", "engine_threads", "event_memory_mib",
        "query_timeout_seconds", "cors_origins", "project", "organization", "from", "to", "window", "order", "format",
        "email", "name", "timezone", "retention_days", "stages", "map", "output", "create", "json", "filter",
        "segment_path", "posthog_path", "track_path", "max_connections", "max_requests", "body_memory_mib",
        "entry", "count_by", "range_applies_to", "tie_window", "hold", "exclude", "exclude_scope", "optional", "within",
        "after", "preset", "definition", "idle_timeout_seconds", "request_timeout_seconds", "trusted_proxies",
        "metrics_token",
        "breakdown", "breakdown_at", "breakdown_limit", "interval", "compare", "show", "step", "outcome",
        "breakdown_value", "breakdown_missing", "limit",
    ]

    /// `file` is the path of a JSON file; nil for `IAFA_CONFIG`, or none.
    ///
    /// - Throws: ``CommandFailure`` where the file can't be read, has an unknown key or a value that is no setting.
    init(file: String?) throws {
        var providers: [any ConfigProvider] = [EnvironmentVariablesProvider().prefixKeys(with: "iafa")]
        var lists: [String: [String]] = [:]
        if let file = file ?? Self.environment("config") {
            let values = try Self.values(in: file)
            lists = values.mapValues(\.elements)
            providers.append(
                InMemoryProvider(
                    values: Dictionary(
                        uniqueKeysWithValues: values.map {
                            (AbsoluteConfigKey([$0]), ConfigValue(.string($1.text), isSecret: false))
                        }
                    )
                )
            )
        }
        self.lists = lists
        reader = ConfigReader(providers: providers)
    }

    /// The settings of a file, each as the text that it would be in the environment, and as a list.
    private static func values(in file: String) throws -> [String: (text: String, elements: [String])] {
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
        var values: [String: (text: String, elements: [String])] = [:]
        for member in members {
            guard keys.contains(member.name) else {
                throw CommandFailure("the configuration file \(file) has an unknown key '\(member.name)'")
            }
            guard let elements = elements(of: member.value) else {
                throw CommandFailure(
                    "'\(member.name)' in the configuration file \(file) must be a string, a number, true, false or a "
                        + "list of strings"
                )
            }
            values[member.name] = (elements.joined(separator: ","), elements)
        }
        return values
    }

    private static func elements(of value: JSONValue) -> [String]? {
        switch value {
        case .string(let text): return [text]
        case .number, .bool: return [value.serialized()]
        case .array(let elements):
            let texts = elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
            return texts.count == elements.count ? texts : nil
        case .null, .object: return nil
        }
    }

    /// The text of a setting; nil where nobody gave it.
    func text(_ key: String, _ flag: String?) -> String? { flag ?? reader.string(forKey: ConfigKey(key)) }

    /// The texts of a setting that may be given several times.
    func texts(_ key: String, _ flags: [String]) -> [String] {
        if !flags.isEmpty { return flags }
        guard let text = Self.environment(key) else { return lists[key] ?? [] }
        return text.split(separator: Self.listSeparator).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    private static func environment(_ key: String) -> String? {
        ProcessInfo.processInfo.environment["IAFA_\(key.uppercased())"]
    }

    /// What to call a setting to whoever gave it: its flag, and where it was given otherwise, where.
    private func name(_ key: String, isFlag: Bool) -> String {
        let flag = "--\(key.replacing("_", with: "-"))"
        if isFlag { return flag }
        return Self.environment(key) == nil ? "\(flag) (\(key) in the file)" : "\(flag) (IAFA_\(key.uppercased()))"
    }

    /// Whether something is switched on.
    ///
    /// - Throws: `ValidationError` where it is neither true nor false.
    func isOn(_ key: String, _ flag: Bool) throws -> Bool {
        if flag { return true }
        switch text(key, nil)?.lowercased() {
        case nil, "false", "0", "no": return false
        case "true", "1", "yes": return true
        case .some(let text):
            throw ValidationError("\(name(key, isFlag: false)) must be true or false, not '\(text)'")
        }
    }

    /// A whole number.
    ///
    /// - Throws: `ValidationError` where it isn't one, or out of range.
    func number(_ key: String, _ flag: Int?, in range: ClosedRange<Int>, default fallback: Int) throws -> Int {
        var number = flag
        if number == nil, let text = text(key, nil) {
            guard let parsed = Int(text) else {
                throw ValidationError("\(name(key, isFlag: false)) must be a whole number, not '\(text)'")
            }
            number = parsed
        }
        guard let number else { return fallback }
        guard range.contains(number) else {
            let name = name(key, isFlag: flag != nil)
            throw ValidationError("\(name) must be \(range.lowerBound) to \(range.upperBound), not \(number)")
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
            throw ValidationError("\(name(key, isFlag: flag != nil)) must be one of \(choices), not '\(text)'")
        }
        return choice
    }
}
