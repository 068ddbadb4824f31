internal import ArgumentParser
internal import IAFADuckDB

/// `iafa version`: which program this is.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "version", abstract: "Print the version.")

    func run() {
        Terminal.say("iafa \(Version.text) (DuckDB \(ParquetEventStore.engineVersion))")
    }
}
