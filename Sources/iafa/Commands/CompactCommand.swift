internal import ArgumentParser
internal import IAFACore
internal import IAFADuckDB

/// `iafa compact`: one file a day.
struct CompactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compact",
        abstract: "Write every day of every project as one file.",
        discussion: "A server does this by itself; this is for a data directory that no server uses."
    )

    @OptionGroup var data: DataOptions

    func run() async throws {
        let settings = try await data.load()
        let workspace = try await Workspace.openForWriting(
            settings,
            options: try settings.storeOptions(),
            mayCreate: false
        )
        try await workspace.store.flush()
        let summary = try await workspace.store.compact(thorough: true) { done, all in
            Terminal.progress("merging day \(done) of \(all)")
        }
        try await workspace.store.buildIndexes(of: nil, isThorough: false) { done, all in
            Terminal.progress("indexing day \(done) of \(all)")
        }
        Terminal.endProgress()
        Terminal.say(
            summary.days == 0
                ? "nothing to do: every day is one file"
                : "wrote \(summary.days.counted("day")) with \(summary.events.counted("event")) "
                    + "from \(summary.mergedFiles.counted("file")), "
                    + "left out \(summary.duplicates.counted("repetition"))"
        )
    }
}
