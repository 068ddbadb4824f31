internal import ArgumentParser
internal import Foundation
internal import IAFACore
internal import IAFADuckDB

/// `iafa export`: events into a file.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a project's events to a Parquet, CSV or JSON-lines file.",
        discussion: "May be used beside a running server. What it writes can be imported again."
    )

    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp("The project's id or name.", valueName: "project"))
    var project: String?

    @OptionGroup var dates: DateOptions

    @Option(
        help: ArgumentHelp("parquet, csv or jsonl. (default: by the file's name, else parquet)", valueName: "format")
    )
    var format: String?

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The file to write.", valueName: "file"))
    var output: String?

    func run() async throws {
        let settings = try await data.load()
        guard let output = settings.source.text("output", output) else {
            throw ValidationError("name the file to write with --output")
        }
        let format = try settings.source.choice("format", format, default: Self.format(of: output))
        let temporary = output + ".tmp"
        defer { unlink(temporary) }
        let count = try await ConsistentRead.run(settings) { workspace in
            let project = try await workspace.project(project, settings)
            let dates = try dates.range(settings.source, of: project, in: workspace)
            let calendar = ZonedCalendar(identifier: project.timeZone) ?? .utc
            return try await workspace.store.export(
                project.id,
                in: dates.instants(in: calendar),
                as: format,
                to: temporary
            )
        }
        guard rename(temporary, output) == 0 else {
            throw CommandFailure("can't write \(output): \(String(cString: strerror(errno)))")
        }
        Terminal.say("exported \(count.grouped) events to \(output)")
    }

    private static func format(of output: String) -> ExportFormat {
        if output.hasSuffix(".csv") { return .csv }
        return output.hasSuffix(".jsonl") || output.hasSuffix(".ndjson") ? .jsonl : .parquet
    }
}
