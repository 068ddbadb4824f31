import IAFACore
import IAFADisk
import IAFATesting

/// Something like a data directory, with room beside it.
struct BackupFixture {
    let folder: TemporaryFolder
    let faults = FaultyFileSystem()
    let data: String

    /// What there is, by path.
    static let contents = [
        "events/project_shop/2026/05/events_2026-05-16.parquet": "day",
        "events/project_shop/2026/05/events_2026-05-17.part-1.parquet": "part",
        "events/project_blog/2026/04/events_2026-04-01.parquet": String(repeating: "long", count: 1 << 20),
        "metadata/users.json": "users", "metadata/users.json.bak": "users before", "metadata/signing.key": "key",
    ]

    /// What a backup leaves out.
    private static let leftOut = [
        "iafa.lock": "1", "tmp/link.parquet": "link", "index/stage.idx": "derived", "metadata/users.lock": "",
        "metadata/users.json.tmp": "half", "events/project_shop/2026/05/events_2026-05-18.parquet.tmp": "half",
    ]

    init() throws {
        folder = try TemporaryFolder()
        data = folder.path("data")
        for (path, text) in Self.contents.merging(Self.leftOut, uniquingKeysWith: { $1 }) { try write(text, to: path) }
    }

    var target: String { folder.path("backup") }
    var restored: String { folder.path("restored") }

    /// Writes a file of the data directory.
    func write(_ text: String, to path: String) throws {
        try faults.fileSystem.createDirectory("\(data)/\(path.split(separator: "/").dropLast().joined(separator: "/"))")
        try TestFiles.write(text, to: "\(data)/\(path)")
    }

    /// Makes a whole backup, or leaves nothing.
    @discardableResult
    func backUp(
        _ fileSystem: FileSystem? = nil,
        progress: @escaping (Int) throws -> Void = { _ in }
    ) throws -> BackupManifest {
        let writer = try BackupWriter.begin(
            at: target,
            of: data,
            fileSystem: fileSystem ?? faults.fileSystem,
            progress: progress
        )
        do {
            try writer.copyDataDirectory()
            return try writer.finish { files in
                BackupManifest(
                    iafaVersion: "1",
                    createdAt: .epoch,
                    lastSequence: 7,
                    projects: 2,
                    events: 3,
                    files: files
                )
            }
        } catch {
            writer.abandon()
            throw error
        }
    }

    func restore(progress: @escaping (Int) throws -> Void = { _ in }) throws {
        let reader = try BackupReader.open(target, fileSystem: faults.fileSystem)
        _ = try reader.restore(to: restored, progress: progress)
    }

    /// What lies beside the data directory.
    func names() throws -> [String] { try TestFiles.names(in: folder.path) }

    /// The texts of a folder's files that a backup has, by path.
    static func texts(of manifest: BackupManifest, in folder: String) throws -> [String: String] {
        try Dictionary(
            uniqueKeysWithValues: manifest.files.map(\.path).map { path in
                (path, String(decoding: try TestFiles.read("\(folder)/\(path)"), as: UTF8.self))
            }
        )
    }
}
