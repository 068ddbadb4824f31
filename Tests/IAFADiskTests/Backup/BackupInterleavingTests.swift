import IAFACore
import IAFADisk
import IAFATesting
import Synchronization
import Testing

/// A backup beside a server that takes its next step at any call of the backup's.
struct BackupInterleavingTests {
    /// What a server does, step after step: writes a part, removes the journal's segment, merges the day, and takes in
    /// a new project.
    ///
    /// A file's text is the events that it holds.
    private static let steps: [@Sendable (_ data: String) throws -> Void] = [
        { try TestFiles.write("e2", to: $0 + "/events/a/part-2") },
        { try FileSystem.system.remove($0 + "/journal/" + firstSegment) },
        { data in
            try TestFiles.write("e0 e1 e2", to: data + "/new")
            try FileSystem.system.rename(data + "/new", data + "/events/a/day")
        },
        { try FileSystem.system.remove($0 + "/events/a/part-1") },
        { try FileSystem.system.remove($0 + "/events/a/part-2") },
        { data in
            try TestFiles.write("a b", to: data + "/new")
            try FileSystem.system.rename(data + "/new", data + "/metadata/projects.json")
        },
        { data in
            try FileSystem.system.createDirectory(data + "/events/b")
            try TestFiles.write("e4", to: data + "/events/b/part-4")
        },
    ]

    private static let firstSegment = "00000000000000000001.log"

    private let bench: JournalBench

    /// Day file, part, and a journal of two segments with an event each.
    init() async throws {
        bench = try JournalBench()
        var options = JournalOptions()
        options.segmentByteCount = 1
        try await bench.fill(["e2", "e3"], options)
        #expect(try bench.segments().first?.hasSuffix(Self.firstSegment) == true)
        #expect(try bench.segments().count == 2)
    }

    /// Makes a backup, and takes a step of the server's from a call on, at every so many calls.
    ///
    /// - Returns: How many calls the backup made.
    private func run(from first: Int, every stride: Int) throws -> Int {
        let folder = try TemporaryFolder()
        let data = folder.path("data")
        for name in ["events/a", "metadata", "journal"] {
            try FileSystem.system.createDirectory("\(data)/\(name)")
        }
        try TestFiles.write("e0", to: data + "/events/a/day")
        try TestFiles.write("e1", to: data + "/events/a/part-1")
        try TestFiles.write("a", to: data + "/metadata/projects.json")
        for path in try bench.segments() {
            let name = path.split(separator: "/").last ?? ""
            try TestFiles.write(try TestFiles.read(path), to: "\(data)/journal/\(name)")
        }

        let calls = Mutex(0)
        let tick: @Sendable (String) -> Void = { path in
            guard path.hasPrefix(data) else { return }
            let number = calls.withLock { count in
                count += 1
                return count - 1
            }
            for (index, step) in Self.steps.enumerated() where first + index * stride == number {
                do { try step(data) } catch { Issue.record(error) }
            }
        }
        let backup = folder.path("backup")
        let writer = try BackupWriter.begin(at: backup, of: data, fileSystem: Self.watched(tick)) { _ in }
        try writer.copyDataDirectory()
        let manifest = try writer.finish { files in
            BackupManifest(iafaVersion: "1", createdAt: .epoch, lastSequence: 0, projects: 0, events: 0, files: files)
        }
        try check(manifest, at: backup, "from call \(first), every \(stride)")
        return calls.withLock(\.self)
    }

    /// The system, that tells of each call before it does it; only the syncs are left out.
    private static func watched(_ tick: @escaping @Sendable (String) -> Void) -> FileSystem {
        let real = FaultyFileSystem().fileSystem
        var system = real
        system.list = { path throws(DiskError) in
            tick(path)
            return try real.list(path)
        }
        system.identity = { path throws(DiskError) in
            tick(path)
            return try real.identity(path)
        }
        system.open = { path, mode throws(DiskError) in
            tick(path)
            return try real.open(path, mode)
        }
        system.read = { file, buffer, offset throws(DiskError) in
            tick(file.path)
            return try real.read(file, buffer, offset)
        }
        return system
    }

    private func check(_ manifest: BackupManifest, at backup: String, _ context: String) throws {
        var events: Set<String> = []
        let texts = try BackupFixture.texts(of: manifest, in: backup)
        for (path, text) in texts where path.hasPrefix("events/") {
            events.formUnion(text.split(separator: " ").map(String.init))
        }
        _ = try JournalReader.replay(directory: backup + "/journal") { events.insert($0.event.id) }
        #expect(events.isSuperset(of: ["e0", "e1", "e2", "e3"]), "\(context): \(texts.keys.sorted())")
        #expect(try JournalReader.verify(directory: backup + "/journal") == [], "\(context)")
        if events.contains("e4") { #expect(texts["metadata/projects.json"] == "a b", "\(context)") }
    }

    @Test(arguments: [0, 1, 2, 3, 7])
    func `whenever the server goes on, no event is missed and none is without its project`(stride: Int) throws {
        let calls = try run(from: .max / 2, every: 0)
        #expect(calls > 20)
        for first in 0..<calls { _ = try run(from: first, every: stride) }
    }
}
