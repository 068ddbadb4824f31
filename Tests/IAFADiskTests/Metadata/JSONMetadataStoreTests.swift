import Foundation
import IAFACore
import IAFADisk
import IAFATesting
import Testing

@Suite struct JSONMetadataStoreTests {
    let folder: TemporaryFolder
    let faults = FaultyFileSystem()
    let ada: User
    let grace: User

    init() throws {
        folder = try TemporaryFolder()
        ada = try MetadataFixture.user("ada@example.com")
        grace = try MetadataFixture.user("grace@example.com")
    }

    private var directory: String { folder.path("metadata") }
    private var document: String { directory + "/users.json" }

    private func open() throws -> JSONMetadataStore {
        try JSONMetadataStore.open(directory: directory, fileSystem: faults.fileSystem)
    }

    @Test(arguments: MetadataStoreConformance.allCases)
    func conforms(_ conformance: MetadataStoreConformance) async throws {
        try await conformance.check { try open() }
    }

    @Test func keepsEverythingOverALife() async throws {
        var store = try open()
        try await store.insert(ada)
        try await store.insert(grace)
        try await store.delete(ada.id)
        store = try open()
        #expect(try await store.all(User.self) == [grace])
        #expect(try await store.find(User.self, by: "email", "grace@example.com") == [grace])
        await #expect(throws: MetadataError.conflict(collection: "users", index: "email")) {
            try await store.insert(MetadataFixture.user("GRACE@example.com"))
        }
    }

    /// The stored form of version 1, for as long as such files may be around.
    @Test func keepsItsStoredForm() async throws {
        let id = Identifier<User>.fixed("u1")
        let email = try #require(EmailAddress("Ada@example.com"))
        let user = User(
            id: id,
            email: email,
            name: "Ada / \"Lovelace\" 🦆",
            passwordHash: "$2b$12$x",
            createdAt: Timestamp(microseconds: 1_750_000_000_000_001)
        )
        let stored = #"""
            {"format_version":1,"records":[
            {"created_at":"2025-06-15T15:06:40.000001Z","email":"Ada@example.com","id":"u1",\#
            "name":"Ada / \"Lovelace\" 🦆","password_hash":"$2b$12$x"}
            ]}

            """#
        try await open().insert(user)
        #expect(String(decoding: try TestFiles.read(document), as: UTF8.self) == stored)
        try TestFiles.write(stored, to: document)
        #expect(try await open().all(User.self) == [user])
    }

    @Test func onlyTheOwnerMayReadIt() async throws {
        let store = try open()
        try await store.insert(ada)
        try await store.insert(grace)
        #expect(try TestFiles.mode(directory) == 0o700)
        #expect(try TestFiles.names(in: directory) == ["users.json", "users.json.bak", "users.lock"])
        for name in try TestFiles.names(in: directory) { #expect(try TestFiles.mode(directory + "/" + name) == 0o600) }
    }

    @Test func theVersionBeforeIsKept() async throws {
        let store = try open()
        try await store.insert(ada)
        let before = try TestFiles.read(document)
        try await store.insert(grace)
        #expect(try TestFiles.read(document + ".bak") == before)
    }

    @Test func itsVersionTellsWhatOthersChanged() async throws {
        let store = try open()
        try await store.insert(ada)
        let before = store.version
        #expect(try await store.all(User.self) == [ada])
        try await (try open()).insert(grace)
        while store.version == before { await Task.yield() }
        #expect(try await store.all(User.self) == [ada, grace])
    }

    @Test func seesAndKeepsWhatOthersChanged() async throws {
        let server = try open()
        let command = try open()
        try await server.insert(ada)
        #expect(try await command.all(User.self) == [ada])
        try await command.insert(grace)
        #expect(try await server.find(User.self, by: "email", "grace@example.com") == [grace])
        try await server.update(ada.id) { user in
            user.name = "Ada"
            return true
        }
        try await command.delete(grace.id)
        #expect(try await server.all(User.self).map(\.name) == ["Ada"])
        #expect(try await command.all(User.self).map(\.name) == ["Ada"])
    }

    @Test func aProjectFromBeforeRateLimitsIsRead() async throws {
        let old = """
            {"format_version":1,"records":[
            {"created_at":"2026-05-17T09:30:00.318802Z","id":"p1","name":"Shop","organization":"o1","retention_days":90,\
            "time_zone":"UTC","updated_at":"2026-05-17T09:30:00.318802Z"}
            ]}

            """
        let store = try open()
        try TestFiles.write(old, to: directory + "/projects.json")
        let project = try #require(try await store.get(Identifier<Project>.fixed("p1")))
        #expect(project.rateLimitPerMinute == nil && project.addressRateLimitPerMinute == nil)
        try await store.update(project.id) { project in
            project.rateLimitPerMinute = 5
            return true
        }
        #expect(try await open().get(project.id)?.rateLimitPerMinute == 5)
        try await store.update(project.id) { project in
            project.rateLimitPerMinute = nil
            return true
        }
        // Without a limit of its own it is what an older version writes.
        #expect(String(decoding: try TestFiles.read(directory + "/projects.json"), as: UTF8.self) == old)
    }

    @Test func noChangeIsLostBetweenTwoStores() async throws {
        let stores = [try open(), try open(), try open()]
        var project = MetadataFixture.project("counter")
        project.retentionDays = 0
        let id = project.id
        try await stores[0].insert(project)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for task in 0..<30 {
                group.addTask {
                    try await stores[task % 3].update(id) { project in
                        project.retentionDays = (project.retentionDays ?? 0) + 1
                        return true
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await stores[1].get(id)?.retentionDays == 30)
    }

    @Test func whatACrashLeftIsIgnored() async throws {
        try await open().insert(ada)
        try TestFiles.write("{\"format_ver", to: document + ".tmp")
        try TestFiles.write("{\"format_ver", to: document + ".bak.tmp")
        let store = try open()
        #expect(try await store.all(User.self) == [ada])
        try await store.insert(grace)
        #expect(try await open().all(User.self) == [ada, grace])
        #expect(try TestFiles.names(in: directory) == ["users.json", "users.json.bak", "users.lock"])
    }

    static let damages = [
        "", "{", "[]", "{\"records\":[]}", "{\"format_version\":1}", "{\"format_version\":1,\"records\":[{}]}",
        "{\"format_version\":1,\"records\":[{\"id\":\"../x\"}]}", "\u{0}\u{0}\u{0}\u{0}",
    ]

    @Test(arguments: damages) func aDamagedDocumentIsRefusedAndLeftAlone(text: String) async throws {
        try await open().insert(ada)
        try TestFiles.write(text, to: document)
        let store = try open()
        let caught = await #expect(throws: MetadataError.self) { try await store.all(User.self) }
        let error = try #require(caught)
        let message = error.description
        #expect(message.contains("'\(document)' is damaged") && message.contains("'\(document).bak'"))
        await #expect(throws: error) { try await store.insert(grace) }
        await #expect(throws: error) { try await store.delete(ada.id) }
        #expect(try TestFiles.read(document) == Array(text.utf8))
        // Other collections go on.
        try await store.insert(MetadataFixture.project("p"))
    }

    @Test func twoRecordsWithOneUniqueValueAreDamage() async throws {
        try await open().insert(ada)
        let text = String(decoding: try TestFiles.read(document), as: UTF8.self)
        let lines = text.split(separator: "\n")
        try TestFiles.write("\(lines[0])\n\(lines[1]),\n\(lines[1])\n]}", to: document)
        await #expect(throws: MetadataError.self) { try await open().all(User.self) }
    }

    @Test func aNewerFormatIsRefused() async throws {
        let text = "{\"format_version\":2,\"users\":[]}"
        let store = try open()
        try TestFiles.write(text, to: document)
        let error = await #expect(throws: MetadataError.self) { try await store.insert(ada) }
        #expect(try #require(error).description.contains("has format version 2, which a newer iafa wrote"))
        #expect(try TestFiles.read(document) == Array(text.utf8))
    }

    @Test func aLostDocumentIsNotTakenForAnEmptyOne() async throws {
        let store = try open()
        try await store.insert(ada)
        try await store.insert(grace)
        try FileManager.default.removeItem(atPath: document)
        let error = await #expect(throws: MetadataError.self) { try await store.all(User.self) }
        #expect(try #require(error).description.contains("'\(document)' is missing"))
        try FileManager.default.copyItem(atPath: document + ".bak", toPath: document)
        #expect(try await store.all(User.self) == [ada])
    }

    @Test(arguments: ["open", "write", "synchronize", "rename"])
    func aChangeThatCannotBeWrittenIsNotMade(step: String) async throws {
        let operation = try #require(FaultyFileSystem.Operation(rawValue: step))
        let store = try open()
        try await store.insert(ada)
        let before = try TestFiles.read(document)
        faults.fail(operation, path: ".json", code: ENOSPC, bytesWritten: 10)
        let error = await #expect(throws: MetadataError.self) { try await store.insert(grace) }
        #expect(try #require(error).description.contains(directory))
        #expect(try await store.all(User.self) == [ada])
        #expect(try TestFiles.read(document) == before)
        #expect(try TestFiles.names(in: directory).allSatisfy { !$0.hasSuffix(".tmp") })
        try await store.insert(grace)
        #expect(try await open().all(User.self) == [ada, grace])
    }

    @Test func withoutHardLinksTheBackupIsACopy() async throws {
        let store = try open()
        faults.fail(.link, code: EPERM, count: .max)
        try await store.insert(ada)
        let before = try TestFiles.read(document)
        try await store.insert(grace)
        #expect(try TestFiles.read(document + ".bak") == before)
    }

    @Test func whatWouldNotBeReadAgainIsNotWritten() async throws {
        let store = try open()
        await #expect(
            throws: MetadataError.unwritable(message: "a record of 'odd' would not be read as it was written")
        ) {
            try await store.insert(OddRecord(id: .fixed("a"), userID: "lost by the conversion of names"))
        }
        #expect(try await store.all(OddRecord.self) == [])
    }
}

/// A record with a name that doesn't survive snake case.
private struct OddRecord: MetadataRecord {
    static let collection = "odd"
    static let indexes: [MetadataIndex<OddRecord>] = []

    let id: Identifier<OddRecord>
    var userID: String?
}
