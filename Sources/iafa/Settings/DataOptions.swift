internal import ArgumentParser
internal import Foundation
internal import IAFADuckDB
internal import Logging

/// What every command that touches a data directory can be told.
struct DataOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Where everything is kept. (default: ./data)", valueName: "folder"))
    var dataDir: String?

    @Option(help: ArgumentHelp("A JSON file with settings.", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "trace, debug, info, notice, warning, error or critical. (default: info for serve, else warning)",
            valueName: "level"
        )
    )
    var logLevel: String?

    @Option(help: ArgumentHelp("text or json, a line each. (default: text)", valueName: "format"))
    var logFormat: String?

    /// The settings, with the log set up as they say.
    ///
    /// `quiet`: The level where nobody asked for one.
    func load(quiet: Logger.Level = .warning) async throws -> LoadedSettings {
        let source = try SettingsSource(file: config)
        let level = try source.choice("log_level", logLevel, default: quiet)
        let format = try source.choice("log_format", logFormat, default: LogFormat.text)
        let logger = LogFormat.logger(format: format, level: level)
        return LoadedSettings(
            source: source,
            dataDirectory: source.text("data_dir", dataDir) ?? "./data",
            logger: logger
        )
    }
}

/// The settings that every command has, and the source of its own.
struct LoadedSettings {
    let source: SettingsSource
    let dataDirectory: String
    let logger: Logger

    /// How files are written and read where a command has no options for it.
    ///
    /// - Throws: `ValidationError`.
    func storeOptions() throws -> EventStoreOptions { try source.storeOptions() }
}

/// Whether something is used.
private enum Switch: String, CaseIterable {
    case on, off
}

extension SettingsSource {
    /// How files are written and read; what was given on the command line comes first.
    ///
    /// - Throws: `ValidationError`.
    func storeOptions(
        compression: String? = nil,
        engineMemoryMib: Int? = nil,
        engineThreads: Int? = nil,
        stageIndex: String? = nil
    ) throws -> EventStoreOptions {
        var options = EventStoreOptions()
        options.compression = try choice("compression", compression, default: .snappy)
        options.engineMemory = try number("engine_memory_mib", engineMemoryMib, in: 64...1_048_576, default: 256)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        options.threads = try number("engine_threads", engineThreads, in: 1...256, default: cores)
        options.usesStageIndex = try choice("stage_index", stageIndex, default: Switch.on) == .on
        return options
    }
}
