import Foundation
import IAFACore
import IAFADisk
import Synchronization
import Testing

struct BackupTests {
    private let fixture: BackupFixture

    init() throws { fixture = try BackupFixture() }

    private struct Stop: Error {}

    @Test func `what goes in comes out, and nothing else`() throws {
        let manifest = try fixture.backUp()
        #expect(try BackupFixture.texts(of: manifest, in: fixture.target) == BackupFixture.contents)
        try fixture.restore()
        #expect(try BackupFixture.texts(of: manifest, in: fixture.restored) == BackupFixture.contents)
        #expect(
            try TestFiles.names(in: fixture.restored) == ["events", "iafa.lock", "ingestion", "journal", "metadata"]
        )
        #expect(try TestFiles.names(in: fixture.restored + "/metadata").count == 3)
        #expect(try fixture.names() == ["backup", "data", "restored"])
    }

    @Test func `everything is durable before the backup has its name`() throws {
        let manifest = try fixture.backUp()
        let calls = fixture.faults.calls
        let named = try #require(calls.lastIndex { $0.hasPrefix("rename backup.partial-") })
        let wanted =
            manifest.files.map { "synchronize \($0.path.split(separator: "/").last ?? "")" }
            + ["events", "05", "04", "project_shop", "journal", "metadata"].map { "synchronizeDirectory \($0)" }
        for call in wanted { #expect(calls[..<named].contains(call), "\(call)") }
        let written = try #require(calls.lastIndex { $0.hasPrefix("rename manifest.json") })
        #expect(try #require(calls.lastIndex { wanted.contains($0) }) < written)
        #expect(written < named)
        #expect(calls[named...].contains { $0.hasPrefix("synchronizeDirectory iafa-test-") })
    }

    static let faults: [(FaultyFileSystem.Operation, String)] = [
        (.open, "events_2026-05-16"), (.write, "events_2026-05-16"), (.write, "signing.key"),
        (.synchronize, "events_2026-05-16"), (.synchronize, "users.json"), (.synchronizeDirectory, "/05"),
        (.write, "manifest.json"), (.rename, "manifest.json"), (.rename, "partial"),
    ]

    @Test(arguments: faults)
    func `a backup that fails leaves nothing`(operation: FaultyFileSystem.Operation, path: String) throws {
        fixture.faults.fail(operation, path: path, code: ENOSPC)
        #expect(throws: DiskError.self) { try fixture.backUp() }
        #expect(try fixture.names() == ["data"])
        fixture.faults.heal()
        try fixture.backUp()
    }

    @Test(arguments: faults.filter { !$0.1.contains("manifest") }, [true, false])
    func `a restore that fails leaves nothing`(
        fault: (FaultyFileSystem.Operation, String),
        isNew: Bool
    ) throws {
        try fixture.backUp()
        if !isNew { try fixture.faults.fileSystem.createDirectory(fixture.restored) }
        fixture.faults.fail(fault.0, path: fault.1, code: ENOSPC, skip: fault.1 == "partial" ? 2 : 0)
        #expect(throws: DiskError.self) { try fixture.restore() }
        #expect(try fixture.names() == ["backup", "data"] + (isNew ? [] : ["restored"]))
        if !isNew { #expect(try TestFiles.names(in: fixture.restored) == ["iafa.lock"]) }
        fixture.faults.heal()
        try fixture.restore()
    }

    @Test func `who asks it to end is obeyed at the next piece`() throws {
        var pieces = 0
        #expect(throws: Stop.self) {
            try fixture.backUp { _ in
                pieces += 1
                if pieces == 3 { throw Stop() }
            }
        }
        #expect(pieces == 3)
        #expect(try fixture.names() == ["data"])
        try fixture.backUp()
        #expect(throws: Stop.self) { try fixture.restore { _ in throw Stop() } }
        #expect(try fixture.names() == ["backup", "data"])
    }

    @Test func `files that are replaced, come and go while they are copied are as at the end`() throws {
        let folder = "events/project_shop/2026/05"
        let day = "\(folder)/events_2026-05-16.parquet"
        let part = "\(folder)/events_2026-05-17.part-1.parquet"
        let late = "\(folder)/events_2026-05-19.parquet"
        let fixture = self.fixture
        let lists = Mutex(0)
        var system = fixture.faults.fileSystem
        let real = system
        let hasMerged = Mutex(false)
        // After the folder was listed, before its files are opened: a merge.
        system.open = { path, mode throws(DiskError) in
            let isFirst =
                path == "\(fixture.data)/\(day)"
                && hasMerged.withLock { flag in
                    defer { flag = true }
                    return !flag
                }
            if isFirst {
                do { try TestFiles.write("newer", to: "\(fixture.data)/new") } catch { Issue.record(error) }
                try real.rename("\(fixture.data)/new", path)
                try real.remove("\(fixture.data)/\(part)")
            }
            return try real.open(path, mode)
        }
        // Before it is listed for the second time: a flush.
        system.list = { path throws(DiskError) in
            if path.hasSuffix("/05"),
                lists.withLock({
                    $0 += 1; return $0 == 2
                })
            {
                do { try fixture.write("late", to: late) } catch { Issue.record(error) }
            }
            return try real.list(path)
        }
        let manifest = try fixture.backUp(system)
        var wanted = BackupFixture.contents
        wanted[day] = "newer"
        wanted[late] = "late"
        wanted[part] = nil
        #expect(try BackupFixture.texts(of: manifest, in: fixture.target) == wanted)
        #expect(try TestFiles.names(in: "\(fixture.target)/\(folder)").count == 2)
    }

    @Test func `a folder that never stands still is given up`() throws {
        let fixture = self.fixture
        var system = fixture.faults.fileSystem
        let real = system
        let lists = Mutex(0)
        system.list = { path throws(DiskError) in
            if path.hasSuffix("/05") {
                let name = lists.withLock { count in
                    count += 1
                    return "more-\(count)"
                }
                do { try TestFiles.write(name, to: "\(path)/\(name)") } catch { Issue.record(error) }
            }
            return try real.list(path)
        }
        let error = #expect(throws: BackupError.self) { try fixture.backUp(system) }
        #expect(error == .changesTooFast(fixture.data + "/events/project_shop/2026/05"))
        #expect(try fixture.names() == ["data"])
    }

    @Test func `what is left out is not in it`() throws {
        let writer = try BackupWriter.begin(at: fixture.target, of: fixture.data) { _ in }
        try writer.copyDataDirectory()
        try writer.leaveOut("events/project_shop")
        let manifest = try writer.finish { files in
            BackupManifest(iafaVersion: "1", createdAt: .epoch, lastSequence: 0, projects: 0, events: 0, files: files)
        }
        #expect(manifest.files.count == 4)
        #expect(try TestFiles.names(in: fixture.target + "/events") == ["project_blog"])
        try fixture.restore()
    }

    @Test func `all that is damaged is named`() throws {
        let manifest = try fixture.backUp()
        try TestFiles.flipByte(at: 1, of: "\(fixture.target)/\(manifest.files[0].path)")
        try TestFiles.write("", to: "\(fixture.target)/\(manifest.files[1].path)")
        try fixture.faults.fileSystem.remove("\(fixture.target)/\(manifest.files[2].path)")
        let error = #expect(throws: BackupError.self) { try fixture.restore() }
        guard case .damaged(let damages) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(damages.map(\.path) == manifest.files[..<3].map { "\(fixture.target)/\($0.path)" })
        let messages = ["has another checksum than it had", "has 0 bytes instead of 3", "is missing"]
        #expect(damages.map(\.message) == messages)
        #expect(try fixture.names() == ["backup", "data"])
    }
}
