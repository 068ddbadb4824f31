internal import ArgumentParser
internal import IAFACore
internal import IAFADuckDB

/// `iafa export`: events into a file.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a project's events to a Parquet, CSV or JSON-lines file.",
        discussion: """
            May be used beside a running server. What it writes can be imported again. A file that is there is \
            replaced once everything is written; a device or a pipe is written to, and so is standard output, which \
            - stands for.
            """
    )

    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp("The project's id or name.", valueName: "project"))
    var project: String?

    @OptionGroup var dates: DateOptions

    @Option(
        help: ArgumentHelp("parquet, csv or jsonl. (default: by the file's name, else parquet)", valueName: "format")
    )
    var format: String?

    @Option(name: [.customShort("o"), .long], help: ArgumentHelp("The file to write, or -.", valueName: "file"))
    var output: String?

    func run() async throws {
        let settings = try await data.load()
        guard let output = settings.source.text("output", output) else {
            throw ValidationError("name the file to write with --output")
        }
        let format = try settings.source.choice("format", format, default: Self.format(of: output))
        let target = try ExportTarget(output)
        defer { target.discard() }
        let count = try await ConsistentRead.run(settings) { workspace in
            let project = try await workspace.project(project, settings)
            let range = try dates.instants(settings.source, of: project, in: workspace)
            do {
                return try await workspace.store.export(project.id, in: range, as: format, to: target.temporary)
            } catch  where !target.isStream {
                throw CommandFailure("\(error)".replacing(target.temporary, with: output))
            }
        }
        guard try target.publish() else { return }
        let report = "exported \(count.counted("event")) to \(output)"
        if target.isStream { Terminal.note(report) } else { Terminal.say(report) }
    }

    private static func format(of output: String) -> ExportFormat {
        if output.hasSuffix(".csv") { return .csv }
        return output.hasSuffix(".jsonl") || output.hasSuffix(".ndjson") ? .jsonl : .parquet
    }
}
