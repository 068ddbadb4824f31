import Foundation
import IAFADisk
import IAFATesting
import Testing

@Suite struct DurableFileTests {
    let folder: TemporaryFolder
    let faults = FaultyFileSystem()

    init() throws { folder = try TemporaryFolder() }

    private var path: String { folder.path("file") }

    private func replace(_ text: String, keeping backup: String? = nil) throws(DiskError) {
        try DurableFile.replace(Array(text.utf8), at: path, keeping: backup, fileSystem: faults.fileSystem)
    }

    @Test func replacesInTheOrderThatSurvivesACrash() throws {
        try replace("one")
        faults.forgetCalls()
        faults.limitWrites(to: 2)
        try replace("two")
        let folderName = try #require(folder.path.split(separator: "/").last)
        #expect(
            faults.calls == [
                "remove file.tmp", "open file.tmp", "write file.tmp", "write file.tmp", "synchronize file.tmp",
                "rename file.tmp", "synchronizeDirectory \(folderName)",
            ]
        )
        #expect(try TestFiles.read(path) == Array("two".utf8))
        #expect(try TestFiles.mode(path) == 0o600)
        #expect(try TestFiles.names(in: folder.path) == ["file"])
    }

    @Test(arguments: ["open", "write", "synchronize", "rename"]) func aFailureLeavesTheOldBytes(step: String) throws {
        let operation = try #require(FaultyFileSystem.Operation(rawValue: step))
        try replace("one")
        faults.fail(operation, code: EIO, bytesWritten: 1)
        let error = #expect(throws: DiskError.self) { try replace("two") }
        #expect(error?.code == EIO)
        #expect(try TestFiles.read(path) == Array("one".utf8))
        #expect(try TestFiles.names(in: folder.path) == ["file"])
    }

    @Test func keepsTheOldBytesUnderAnotherName() throws {
        let backup = path + ".bak"
        try replace("one", keeping: backup)
        #expect(!TestFiles.exists(backup))
        for (old, new) in [("one", "two"), ("two", "three")] {
            try replace(new, keeping: backup)
            #expect(try TestFiles.read(path) == Array(new.utf8))
            #expect(try TestFiles.read(backup) == Array(old.utf8))
        }
        // A crash came between the two renames: the backup is the file itself.
        try FileManager.default.removeItem(atPath: backup)
        try FileManager.default.linkItem(atPath: path, toPath: backup)
        try replace("four", keeping: backup)
        #expect(try TestFiles.read(backup) == Array("three".utf8))
        #expect(try TestFiles.names(in: folder.path) == ["file", "file.bak"])
    }

    /// Who is told that it failed must not find it done.
    @Test(arguments: [true, false]) func whatCannotBeMadeDurableIsTakenBack(canLink: Bool) throws {
        let backup = path + ".bak"
        func failToReplace(_ text: String) {
            faults.fail(.synchronizeDirectory, code: EIO)
            if !canLink { faults.fail(.link, code: EPERM, count: 2) }
            #expect(throws: DiskError.self) { try replace(text, keeping: backup) }
            faults.heal()
        }
        failToReplace("none")
        #expect(try TestFiles.names(in: folder.path) == [])
        try replace("one", keeping: backup)
        failToReplace("two")
        #expect(try TestFiles.read(path) == Array("one".utf8))
        #expect(try TestFiles.names(in: folder.path) == ["file", "file.bak"])
        try replace("three", keeping: backup)
        #expect(try TestFiles.read(path) == Array("three".utf8))
        #expect(try TestFiles.read(backup) == Array("one".utf8))
    }

    @Test func makesFoldersThatOnlyTheOwnerEnters() throws {
        let deep = folder.path("a/b/c")
        try FileSystem.system.createDirectory(deep)
        try FileSystem.system.createDirectory(deep)
        for path in ["a", "a/b", "a/b/c"] { #expect(try TestFiles.mode(folder.path(path)) == 0o700) }
        try TestFiles.write("x", to: path)
        #expect(throws: DiskError.self) { try FileSystem.system.createDirectory(path) }
        #expect(throws: DiskError.self) { try FileSystem.system.createDirectory(path + "/below") }
    }

    @Test(arguments: [
        ("a", "."), ("a/b", "a"), ("/a", "/"), ("/a/b/", "/a"), ("./a", "."), ("/", nil), (".", nil),
    ])
    func knowsTheFolderOfAPath(path: String, parent: String?) { #expect(FilePaths.parent(of: path) == parent) }
}
