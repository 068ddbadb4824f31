internal import ArgumentParser
internal import IAFADisk

/// `iafa restore`: a data directory out of a backup.
struct RestoreCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Make a data directory of a backup, and prove that all is there.",
        discussion: """
            The data directory must be empty or not there. Every file's size and checksum must be what they were when \
            the backup was made; else nothing is restored. Then the data directory is read as `iafa verify` does.
            """
    )

    @OptionGroup var data: DataOptions

    @Argument(help: "The folder that `iafa backup` made.", completion: .directory)
    var directory: String

    func run() async throws {
        let settings = try await data.load()
        let reader = try BackupReader.open(directory)
        let manifest = reader.manifest
        let interruption = Interruption()
        let progress = CopyProgress("restored", of: manifest.byteCount, interruption: interruption)
        let lock: DirectoryLock
        do {
            lock = try reader.restore(to: settings.dataDirectory, progress: progress.add)
        } catch BackupError.damaged(let damages) {
            Terminal.endProgress()
            for damage in damages { Terminal.say("damaged: \(damage.path) \(damage.message)") }
            throw BackupError.damaged(damages)
        }
        let check = DataDirectoryCheck(
            dataDirectory: settings.dataDirectory,
            depth: .values,
            options: try settings.storeOptions(),
            logger: settings.logger
        )
        let report = try await check.run { done, all in
            guard !interruption.isAsked else {
                throw CommandFailure("interrupted; all is restored, but not yet read: run `iafa verify`")
            }
            Terminal.progress("reading day \(done) of \(all)")
        }
        Terminal.endProgress()
        report.say()
        guard report.isWhole else {
            throw CommandFailure(
                "restored as it was, with \(report.damages.count) damages that were there when the backup was made "
                    + "(\(manifest.createdAt)); each line above says what to do"
            )
        }
        guard report.events == manifest.events, report.lastSequence == manifest.lastSequence else {
            throw CommandFailure(
                "restored \(report.contents), but the backup says \(manifest.events?.grouped ?? "no known number of") "
                    + "events; keep the backup and report this"
            )
        }
        Terminal.say(
            "restored \(report.contents) to \(settings.dataDirectory), from the backup of \(manifest.createdAt); "
                + "all is well"
        )
        withExtendedLifetime((lock, interruption)) {}
    }
}
