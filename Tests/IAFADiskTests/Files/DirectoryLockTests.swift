import Foundation
import IAFADisk
import IAFATesting
import Testing

@Suite struct DirectoryLockTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var directory: String { folder.path("data") }

    @Test func isHeldUntilItEnds() throws {
        #expect(!DirectoryLock.isHeld(dataDirectory: directory))
        #expect(!TestFiles.exists(directory))
        do {
            let lock = try DirectoryLock.acquire(dataDirectory: directory)
            #expect(DirectoryLock.isHeld(dataDirectory: directory))
            let error = #expect(throws: DirectoryLockError.self) {
                try DirectoryLock.acquire(dataDirectory: directory)
            }
            #expect(error == .inUse(dataDirectory: directory, process: getpid()))
            #expect(
                error?.description
                    == "the data directory '\(directory)' is in use by process \(getpid())"
                    + "; stop it or use another --data-dir"
            )
            withExtendedLifetime(lock) {}
        }
        #expect(!DirectoryLock.isHeld(dataDirectory: directory))
        _ = try DirectoryLock.acquire(dataDirectory: directory)
        #expect(try TestFiles.mode(directory) == 0o700)
        #expect(try TestFiles.mode(directory + "/iafa.lock") == 0o600)
    }

    /// `flock` of util-linux is another process with the same system call.
    @Test(.enabled(if: TestFiles.exists("/usr/bin/flock"))) func holdsAgainstOtherProcesses() throws {
        let arguments = ["--nonblock", directory + "/iafa.lock", "/bin/true"]
        do {
            let lock = try DirectoryLock.acquire(dataDirectory: directory)
            #expect(try TestFiles.run("/usr/bin/flock", arguments) == 1)
            withExtendedLifetime(lock) {}
        }
        #expect(try TestFiles.run("/usr/bin/flock", arguments) == 0)
    }

    /// The other way round: somebody else holds it, and dies without giving it back.
    @Test(.enabled(if: TestFiles.exists("/usr/bin/flock"))) func endsWithTheProcessThatHasIt() throws {
        _ = try DirectoryLock.acquire(dataDirectory: directory)
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
        process.arguments = ["--no-fork", directory + "/iafa.lock", "/bin/sh", "-c", "echo held; exec cat"]
        process.standardInput = Pipe()
        process.standardOutput = output
        try process.run()
        #expect(output.fileHandleForReading.availableData == Data("held\n".utf8))
        #expect(throws: DirectoryLockError.self) { try DirectoryLock.acquire(dataDirectory: directory) }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        _ = try DirectoryLock.acquire(dataDirectory: directory)
    }

    @Test func saysWhyAFolderCannotBeLocked() throws {
        try TestFiles.write("a file", to: directory)
        let error = #expect(throws: DirectoryLockError.self) { try DirectoryLock.acquire(dataDirectory: directory) }
        #expect(error?.description.contains("cannot create the folder '\(directory)'") == true)
    }
}
