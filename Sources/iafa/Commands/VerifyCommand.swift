internal import ArgumentParser

/// `iafa verify`: whether everything on disk is as it should be.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read the journal, every event file and the metadata, and name what is wrong.",
        discussion: """
            Changes nothing, and may be used beside a running server. Fails where something is damaged; a warning is \
            no failure.
            """
    )

    @OptionGroup var data: DataOptions

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() async throws {
        let settings = try await data.load()
        let isJSON = try settings.source.isOn("json", json)
        try Workspace.requireDirectory(settings.dataDirectory)
        let check = DataDirectoryCheck(
            dataDirectory: settings.dataDirectory,
            depth: .values,
            options: try settings.storeOptions(),
            logger: settings.logger
        )
        let report = try await check.run { done, all in Terminal.progress("reading day \(done) of \(all)") }
        Terminal.endProgress()
        if isJSON {
            Terminal.say(JSONOutput.text(report))
        } else {
            report.say()
        }
        guard report.isWhole else {
            let count = report.damages.count
            throw CommandFailure("\(count) damage\(count == 1 ? "" : "s") found; each line above says what to do")
        }
        if !isJSON { Terminal.say("all is well: \(report.contents)") }
    }
}

extension DataDirectoryReport {
    /// Says what isn't as it should be.
    func say() {
        for finding in damages + warnings { Terminal.say(finding.text) }
    }

    /// What there is, for people.
    var contents: String {
        "\(events.map(\.grouped) ?? "an unknown number of") events of \(projects.grouped) "
            + "project\(projects == 1 ? "" : "s"), in \(files.grouped) file\(files == 1 ? "" : "s") and the journal"
    }
}
