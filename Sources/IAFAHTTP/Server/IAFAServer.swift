internal import HTTPTypes
package import Hummingbird
package import IAFACore
package import Logging
internal import NIOCore

/// Everything that the routes stand on; the program and the tests hand in the same.
package struct ServerParts: Sendable {
    package var metadata: any MetadataStore
    package var store: any EventStore
    package var log: any EventLog
    package var passwords: any PasswordHashing
    package var tokens: AccessTokens
    package var clock: any WallClock
    package var home: HomePage

    /// What hinders the server from working; empty where nothing does.
    package var obstacles: @Sendable () async -> [String]

    /// Events that may wait in memory to be written to files.
    package var unflushedLimit: Int

    /// The memory that these may take, in bytes.
    package var unflushedByteLimit: Int

    package init(
        metadata: any MetadataStore,
        store: any EventStore,
        log: any EventLog,
        passwords: any PasswordHashing,
        tokens: AccessTokens,
        clock: any WallClock,
        home: HomePage = HomePage(demo: nil),
        unflushedLimit: Int = 500_000,
        unflushedByteLimit: Int = EventIngest.defaultUnflushedBytes,
        obstacles: @escaping @Sendable () async -> [String] = { [] }
    ) {
        self.metadata = metadata
        self.store = store
        self.log = log
        self.passwords = passwords
        self.tokens = tokens
        self.clock = clock
        self.home = home
        self.unflushedLimit = unflushedLimit
        self.unflushedByteLimit = unflushedByteLimit
        self.obstacles = obstacles
    }
}

/// The HTTP server.
package enum IAFAServer {
    /// Where and how to listen.
    package struct Settings: Sendable {
        package var host = "127.0.0.1"
        package var port = 8080

        /// Origins whose pages may use the people's part of the API.
        package var allowedOrigins: Set<String> = []

        package init() {}
    }

    /// Puts the server together; the program runs it, and so do the tests.
    ///
    /// `onListening`: Called with the port once connections are taken.
    package static func build(
        _ parts: ServerParts,
        settings: Settings,
        logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        Application(
            router: router(parts, settings),
            server: .http1(configuration: .init(additionalChannelHandlers: [ConnectionWatch()])),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                serverName: nil
            ),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? settings.port) },
            logger: logger
        )
    }

    static func router(_ parts: ServerParts, _ settings: Settings) -> Router<IAFARequestContext> {
        let router = Router(context: IAFARequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: CORSPolicy(allowedOrigins: settings.allowedOrigins))
        let routes = RouteTable()
        router.add(middleware: ErrorMiddleware(routes: routes))
        let gate = Gatekeeper(metadata: parts.metadata, tokens: parts.tokens, clock: parts.clock)
        let projects = Projects(metadata: parts.metadata, clock: parts.clock)
        HealthRoutes(obstacles: parts.obstacles).add(to: router)
        AuthRoutes(
            accounts: Accounts(metadata: parts.metadata, passwords: parts.passwords, clock: parts.clock),
            tokens: parts.tokens,
            gate: gate
        ).add(to: router)
        ProjectRoutes(
            projects: projects,
            metadata: parts.metadata,
            store: parts.store,
            gate: gate,
            clock: parts.clock
        ).add(to: router)
        APIKeyRoutes(projects: projects, metadata: parts.metadata, gate: gate).add(to: router)
        FunnelRoutes(metadata: parts.metadata, gate: gate, clock: parts.clock).add(to: router)
        AnalyticsRoutes(store: parts.store, gate: gate, clock: parts.clock).add(to: router)
        TrackRoutes(intake: intake(parts, gate)).add(to: router)
        OpenAPIRoutes.add(to: router)
        parts.home.add(to: router)
        HomeStyle.add(to: router)
        routes.learn(router)
        return router
    }

    private static func intake(_ parts: ServerParts, _ gate: Gatekeeper) -> EventIntake {
        EventIntake(
            ingest: EventIngest(
                log: parts.log,
                store: parts.store,
                clock: parts.clock,
                unflushedLimit: parts.unflushedLimit,
                unflushedByteLimit: parts.unflushedByteLimit
            ),
            metadata: parts.metadata,
            gate: gate,
            addresses: AddressHasher(),
            clock: parts.clock
        )
    }
}
