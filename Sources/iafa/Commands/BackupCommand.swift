internal import ArgumentParser
internal import Foundation
internal import IAFACore
internal import IAFADisk

/// `iafa backup`: a copy of a data directory that is of one moment.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy the data directory, also beside a running server.",
        discussion: """
            Everything that was acknowledged before it began is in the backup. It becomes a folder of its own, which \
            is there only once it is whole; `iafa restore` makes a data directory of it again. It holds secrets: the \
            key that signs access tokens, hashes of passwords, whatever events carry. Keep it where nobody else can \
            read it, and not on the disk of the data directory.
            """
    )

    @OptionGroup var data: DataOptions

    @Argument(help: "The folder to make: new, or empty.", completion: .directory)
    var directory: String

    func run() async throws {
        let settings = try await data.load()
        try Workspace.requireDirectory(settings.dataDirectory)
        let createdAt = SystemWallClock().now
        let progress = CopyProgress("copied", interruption: Interruption())
        let writer = try BackupWriter.begin(at: directory, of: settings.dataDirectory, progress: progress.add)
        do {
            try writer.copyDataDirectory()
            try await leaveOutDeletedProjects(writer, settings)
            let check = DataDirectoryCheck(
                dataDirectory: writer.partial,
                depth: .footers,
                options: try settings.storeOptions(),
                logger: settings.logger
            )
            let report = try await check.run { _, _ in }
            let manifest = try writer.finish { files in
                BackupManifest(
                    iafaVersion: Version.text,
                    createdAt: createdAt,
                    lastSequence: report.lastSequence,
                    projects: report.projects,
                    events: report.events,
                    files: files
                )
            }
            Terminal.endProgress()
            for damage in report.damages {
                let text = damage.text.replacing(writer.partial, with: settings.dataDirectory)
                Terminal.note("\(text); it was copied as it is")
            }
            Terminal.say(
                "backed up \(report.contents) to \(directory): \(manifest.files.count.grouped) files, "
                    + manifest.byteCount.mebibytes
            )
        } catch {
            writer.abandon()
            throw error
        }
    }

    /// Takes out the events of projects that were deleted while they were copied.
    ///
    /// A project's events go before its record does, so that such a project has no folder any more. What has one is
    /// left in, also where no project is known: that is not a backup's to judge.
    private func leaveOutDeletedProjects(_ writer: BackupWriter, _ settings: LoadedSettings) async throws {
        let metadata = try JSONMetadataStore.open(directory: Workspace.metadataFolder(writer.partial))
        guard let projects = try? await metadata.all(Project.self) else { return }
        let known = Set(projects.map { "project_\($0.id)" })
        for name in try FileSystem.system.list(writer.partial + "/events") where !known.contains(name) {
            let isThere = FileManager.default.fileExists(atPath: "\(settings.dataDirectory)/events/\(name)")
            if !isThere { try writer.leaveOut("events/" + name) }
        }
    }
}
