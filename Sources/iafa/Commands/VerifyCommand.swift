internal import ArgumentParser
internal import IAFACore
internal import IAFADisk
internal import IAFADuckDB

/// `iafa verify`: whether everything on disk is as it should be.
struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read the journal, every event file and the metadata, and name what is wrong.",
        discussion: "Changes nothing. Fails where something is damaged."
    )

    @OptionGroup var data: DataOptions

    func run() async throws {
        let settings = try await data.load()
        var damages = try await checkMetadata(settings)
        let journal = try JournalReader.verify(directory: settings.dataDirectory + "/journal")
        for finding in journal {
            if finding.kind == .tornTail {
                Terminal.say("\(finding); the next start cuts it off, nothing acknowledged is lost")
            } else {
                damages.append("\(finding); \(finding.recordsBefore.grouped) events before it are whole")
            }
        }
        let (files, events, findings) = try await ConsistentRead.ofFiles(settings) { store in
            try store.verify { done, all in Terminal.progress("reading day \(done) of \(all)") }
        }
        Terminal.endProgress()
        damages += findings.map(\.description)
        for damage in damages { Terminal.say("damaged: \(damage)") }
        guard damages.isEmpty else {
            throw CommandFailure("\(damages.count) damages found; restore what is named from a backup")
        }
        Terminal.say(
            "all is well: \(events.grouped) events in \(files.grouped) files, the journal and the metadata are whole"
        )
    }

    private func checkMetadata(_ settings: LoadedSettings) async throws -> [String] {
        let metadata = try MetadataAccess.open(settings, mustExist: true)
        var damages: [String] = []
        func check<Record: MetadataRecord>(_ type: Record.Type) async {
            do {
                _ = try await metadata.all(type)
            } catch {
                damages.append(error.description)
            }
        }
        await check(User.self)
        await check(Organization.self)
        await check(Project.self)
        await check(APIKey.self)
        await check(SavedFunnel.self)
        await check(SignIn.self)
        return damages
    }
}
