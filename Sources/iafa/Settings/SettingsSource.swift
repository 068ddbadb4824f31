internal import ArgumentParser
internal import Configuration
internal import Foundation
internal import IAFACore
internal import SystemPackage

/// Where a setting comes from: the flag, else `IAFA_…` in the environment, else the configuration file.
struct SettingsSource {
    private let reader: ConfigReader

    /// Every key that a file may hold.
    private static let keys: Set<String> = [
        "data_dir", "log_level", "log_format", "host", "port", "demo", "flush_events", "flush_interval_seconds",
        "compaction_interval_seconds", "compression", "engine_memory_mib", "engine_threads", "cors_origins", "project",
        "organization", "from", "to", "window", "order", "format", "email",
    ]

    /// - Parameter file: The path of a JSON file; nil for `IAFA_CONFIG`, or none.
    /// - Throws: ``CommandFailure`` where the file can't be read or has an unknown key.
    init(file: String?) async throws {
        let environment = EnvironmentVariablesProvider().prefixKeys(with: "iafa")
        var providers: [any ConfigProvider] = [environment]
        if let file = file ?? ProcessInfo.processInfo.environment["IAFA_CONFIG"] {
            try Self.check(file)
            do {
                providers.append(try await FileProvider<JSONSnapshot>(filePath: FilePath(file)))
            } catch {
                throw CommandFailure("the configuration file \(file) can't be read: \(error)")
            }
        }
        reader = ConfigReader(providers: providers)
    }

    private static func check(_ file: String) throws {
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
        for member in members where !keys.contains(member.name) {
            throw CommandFailure("the configuration file \(file) has an unknown key '\(member.name)'")
        }
    }

    /// The text of a setting; nil where nobody gave it.
    func text(_ key: String, _ flag: String?) -> String? { flag ?? reader.string(forKey: ConfigKey(key)) }

    /// Whether something is switched on.
    func isOn(_ key: String, _ flag: Bool) throws -> Bool {
        if flag { return true }
        if let value = reader.bool(forKey: ConfigKey(key)) { return value }
        guard let text = reader.string(forKey: ConfigKey(key)) else { return false }
        throw ValidationError("\(key) must be true or false, not '\(text)'")
    }

    /// A whole number.
    ///
    /// - Throws: `ValidationError` where it isn't one, or out of range.
    func number(_ key: String, _ flag: Int?, in range: ClosedRange<Int>, default fallback: Int) throws -> Int {
        let configKey = ConfigKey(key)
        var number = flag ?? reader.int(forKey: configKey)
        if number == nil, let text = reader.string(forKey: configKey) {
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
