internal import ArgumentParser
internal import Foundation
internal import IAFACore
internal import IAFADuckDB

/// `iafa index`: the files that make funnels fast.
struct IndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Make the stage indexes that are missing, damaged or out of date.",
        discussion: """
            A stage index holds a day's events sorted by type and person, so that a funnel needn't read its event \
            file. A server makes them by itself; this is for a data directory that no server uses. Reads those that \
            are there from end to end. No answer depends on them: they may be removed at any time.
            """
    )

    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp("Only this project's, by id or name. (default: all projects)", valueName: "project"))
    var project: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        let settings = try await data.load()
        let options = try settings.storeOptions()
        guard options.usesStageIndex else {
            throw CommandFailure("stage_index is off; set it to on to make indexes")
        }
        let isJSON = try settings.source.isOn("json", json)
        let workspace = try await Workspace.openForWriting(settings, options: options, mayCreate: false)
        let isOfOne = settings.source.text("project", project) != nil
        let chosen = isOfOne ? try await workspace.project(project, settings).id : nil
        let summary = try await workspace.store.buildIndexes(of: chosen, isThorough: true) { done, all in
            Terminal.progress("indexing day \(done) of \(all)")
        }
        Terminal.endProgress()
        let report = IndexReport(summary)
        Terminal.say(isJSON ? JSONOutput.text(report) : report.text)
        guard summary.failed == 0 else {
            throw CommandFailure(
                "\(summary.failed.grouped) day\(summary.failed == 1 ? " has" : "s have") no index; "
                    + "each line above says why, and funnels read the event files of these days instead"
            )
        }
    }
}

/// What making indexes came to.
private struct IndexReport: Encodable {
    let built: Int
    let kept: Int
    let failed: Int
    let indexBytes: Int
    let fileBytes: Int

    init(_ summary: IndexSummary) {
        built = summary.built
        kept = summary.kept
        failed = summary.failed
        indexBytes = summary.indexBytes
        fileBytes = summary.fileBytes
    }

    var text: String {
        let share = fileBytes == 0 ? 0 : 100 * Double(indexBytes) / Double(fileBytes)
        return "made \(built.grouped) index\(built == 1 ? "" : "es"), \(kept.grouped) "
            + "\(kept == 1 ? "was" : "were") whole already: \(indexBytes.grouped) bytes, "
            + String(format: "%.1f %% of the day files", share)
    }
}
