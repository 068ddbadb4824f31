internal import ArgumentParser
internal import Foundation
internal import IAFACore
internal import IAFADisk
internal import IAFADuckDB

/// `iafa import`: events out of files.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Bring in events from CSV, JSON-lines or Parquet files, gzipped or not.",
        discussion: """
            Fields are read from columns of the same name (event_type, user_id, anonymous_id, session_id, event_id, \
            timestamp, sent_at, properties) unless --map names others; every other column becomes a property. Times \
            without an offset are UTC. Importing a file again adds nothing.
            """
    )

    @OptionGroup var data: DataOptions

    @Argument(help: "Files, or folders of files.", completion: .file())
    var files: [String]

    @Option(help: ArgumentHelp("The project's id or name.", valueName: "project"))
    var project: String?

    @Flag(help: "Make the project, with retention off, where there is none of that name.")
    var create = false

    @Option(help: ArgumentHelp("csv, jsonl or parquet. (default: by the file's name)", valueName: "format"))
    var format: String?

    @Option(
        help: ArgumentHelp("Which column is which field: event_type=event,user_id=visitor", valueName: "field=column,…")
    )
    var map: String?

    func run() async throws {
        let settings = try await data.load()
        guard let name = settings.source.text("project", project) else {
            throw ValidationError("name the project with --project")
        }
        let inputs = try inputs(settings.source)
        let mapping = try mapping(settings)
        let mayCreate = try settings.source.isOn("create", create)
        let workspace = try await Workspace.openForWriting(
            settings,
            options: try settings.storeOptions(),
            mayCreate: mayCreate
        )
        let project = try await self.project(name, mayCreate, workspace)
        try await workspace.store.flush()
        let importer = try EventImporter(
            into: workspace.store,
            project: project,
            mapping: mapping,
            now: SystemWallClock().now
        )
        let summary = try await workspace.bringIn {
            for (path, format) in inputs {
                do {
                    let spooled = SpooledInput.isNeeded(for: path) ? try SpooledInput(of: path) : nil
                    try importer.read(spooled?.path ?? path, called: path, as: format) { rows in
                        Terminal.progress("\(rows.grouped) rows read")
                    }
                } catch let error as ValidationFailure {
                    throw CommandFailure("\(path): \(error)")
                }
            }
            return try await importer.finish { done, all in Terminal.progress("writing day \(done) of \(all)") }
        }
        Terminal.progress("noting the ids of the events")
        try await workspace.settle()
        try await workspace.store.buildIndexes(of: project.id, isThorough: false) { done, all in
            Terminal.progress("indexing day \(done) of \(all)")
        }
        Terminal.endProgress()
        try report(importer.report, summary, inputs.count, project)
    }

    private func report(
        _ report: EventImporter.Report,
        _ summary: CompactionSummary,
        _ fileCount: Int,
        _ project: Project
    ) throws {
        for (file, row, issues) in report.rejections {
            Terminal.note("\(file), row \(row): \(ValidationFailure(issues))")
        }
        if report.rejected > report.rejections.count {
            Terminal.note("… and \((report.rejected - report.rejections.count).counted("more row")) like these")
        }
        let added = report.events - summary.duplicates
        Terminal.say(
            "imported \(added.counted("event")) into \(project.name) (\(project.id)) "
                + "from \(fileCount.counted("file")): "
                + "\(summary.duplicates.grouped) \(summary.duplicates == 1 ? "was" : "were") there already, "
                + "\(report.rejected.counted("row")) \(report.rejected == 1 ? "was" : "were") rejected"
        )
        if report.events == 0, report.rejected > 0 {
            throw CommandFailure("no row could be imported; mend what is named above and import again")
        }
    }

    private func mapping(_ settings: LoadedSettings) throws -> ImportMapping {
        do {
            return try ImportMapping(settings.source.text("map", map))
        } catch {
            throw ValidationError(error.description)
        }
    }

    private func project(_ name: String, _ mayCreate: Bool, _ workspace: Workspace) async throws -> Project {
        let clock = SystemWallClock()
        let projects = Projects(metadata: workspace.metadata, clock: clock)
        do {
            return try await projects.find(name, writes: true)
        } catch ProjectLookupError.unknown where mayCreate {
            if let (_, message) = TextRules.fault(of: name, length: 1...100) {
                throw CommandFailure("the project's name \(message)")
            }
            let organization = try await MetadataAccess.firstOrganization(in: workspace.metadata, clock: clock)
            let draft = ProjectDraft(name: name, retentionDays: nil)
            return try await projects.create(draft, in: organization.id).0
        } catch let error as ProjectLookupError {
            if case .unknown = error { throw CommandFailure("\(error); --create makes one") }
            throw CommandFailure(error.description)
        }
    }

    /// The files to read with their formats; a folder stands for every file in it.
    private func inputs(_ source: SettingsSource) throws -> [(path: String, format: ImportFormat)] {
        var chosen: ImportFormat?
        if source.text("format", format) != nil {
            chosen = try source.choice("format", format, default: ImportFormat.csv)
        }
        var inputs: [(String, ImportFormat)] = []
        for path in files {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw CommandFailure("there is no file \(path)")
            }
            guard isFolder.boolValue else {
                guard let format = chosen ?? ImportFormat(fileName: path) else {
                    throw CommandFailure("\(path): say with --format whether it is csv, jsonl or parquet")
                }
                inputs.append((path, format))
                continue
            }
            let found = Self.files(in: path).compactMap { file in
                (chosen ?? ImportFormat(fileName: file)).map { (file, $0) }
            }
            guard !found.isEmpty else { throw CommandFailure("\(path) holds no csv, jsonl or parquet file") }
            inputs += found
        }
        return inputs
    }

    private static func files(in folder: String) -> [String] {
        guard let entries = FileManager.default.enumerator(atPath: folder) else { return [] }
        return entries.compactMap { $0 as? String }.sorted().map { "\(folder)/\($0)" }.filter { path in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
        }
    }
}
