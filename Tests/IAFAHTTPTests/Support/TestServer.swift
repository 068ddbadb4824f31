import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IAFABcrypt
import IAFACore
import IAFADisk
import IAFADuckDB
import IAFAHTTP
import IAFATesting
import Logging
import NIOCore
import Testing

/// The whole server on a port of its own, over real stores in a folder of its own.
struct TestServer: Sendable {
    static let secret = [UInt8](repeating: 7, count: 32)

    let port: Int
    let clock: ManualClock
    let store: any EventStore
    let journal: Journal
    let ledger: FileIngestionLedger
    let metadata: any MetadataStore

    /// Runs a server as long as a test needs it.
    ///
    /// - `settings`: Where and for whom it listens.
    /// - `edit`: Changes what the server stands on.
    /// - `body`: The test.
    static func run(
        settings: IAFAServer.Settings = IAFAServer.Settings(),
        edit: (inout ServerParts) -> Void = { _ in },
        _ body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        await ServerPlaces.shared.enter()
        let result: Result<Void, any Error>
        do {
            result = .success(try await runAtOnce(settings: settings, edit: edit, body))
        } catch {
            result = .failure(error)
        }
        await ServerPlaces.shared.leave()
        try result.get()
    }

    private static func runAtOnce(
        settings: IAFAServer.Settings,
        edit: (inout ServerParts) -> Void,
        _ body: @Sendable (TestServer) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let clock = ManualClock()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        var options = EventStoreOptions()
        options.threads = 1
        options.engineMemory = 64
        let store = try ParquetEventStore.open(
            dataDirectory: folder.path,
            options: options,
            clock: clock,
            logger: logger
        )
        let metadata = try JSONMetadataStore.open(directory: folder.path("metadata"))
        let ledger = try FileIngestionLedger.Recovery(
            directory: folder.path("ingestion"),
            projects: [],
            clock: clock,
            logger: logger
        ).finish()
        let journal = try Journal.open(
            directory: folder.path("journal"),
            recentIDs: EventIDSet(),
            archive: try EventIDArchive.open(directory: folder.path("index/event_ids")),
            firstFreeSequence: 1
        ) { events in
            ledger.receive(events)
            store.receive(events)
        }
        var parts = ServerParts(
            metadata: metadata,
            store: store,
            overview: store,
            results: MemoryResultCache(limit: 1 << 20),
            log: journal,
            ledger: ledger,
            passwords: BcryptPasswords(cost: 4),
            tokens: await AccessTokens(secret: secret, clock: clock),
            clock: clock
        )
        edit(&parts)
        do {
            try await IAFAServer.build(parts, settings: settings, logger: logger).test(.live) { client in
                let port = try #require(client.port)
                try await body(
                    TestServer(
                        port: port,
                        clock: clock,
                        store: store,
                        journal: journal,
                        ledger: ledger,
                        metadata: metadata
                    )
                )
            }
        } catch {
            await journal.close()
            throw error
        }
        await journal.close()
        withExtendedLifetime(folder) {}
    }

    /// Sends a request over a connection of its own and checks what holds of every answer.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: ByteBuffer? = nil,
        as caller: Caller = .nobody,
        headers: HTTPFields = [:],
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        var fields = headers
        if body != nil, fields[.contentType] == nil { fields[.contentType] = "application/json" }
        for field in caller.headers { fields.append(field) }
        fields[.connection] = "close"
        let request = TestClient.Request(path, method: method, authority: "localhost", headers: fields, body: body)
        let response = try await TestClient.withClient(host: "localhost", port: port) { client in
            try await client.execute(request)
        }
        let reply = Reply(
            status: response.status.code,
            headers: response.headers,
            body: response.body.map { String(buffer: $0) } ?? ""
        )
        reply.checkShape(hasBody: method != .head, at: location)
        return reply
    }

    /// Sends JSON as text.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ json: String,
        as caller: Caller = .nobody,
        headers: HTTPFields = [:],
        at location: SourceLocation = #_sourceLocation
    ) async throws -> Reply {
        try await send(method, path, ByteBuffer(string: json), as: caller, headers: headers, at: location)
    }
}
