internal import HTTPTypes
package import Hummingbird
internal import HummingbirdCore
package import IAFACore
package import Logging
internal import NIOCore

/// Everything that the routes stand on; the program and the tests hand in the same.
package struct ServerParts: Sendable {
    package var metadata: any MetadataStore
    package var store: any EventStore
    package var log: any EventLog
    package var ledger: any IngestionLedger
    package var passwords: any PasswordHashing
    package var tokens: AccessTokens
    package var clock: any WallClock
    package var home: HomePage
    package var rateLimiter: any RateLimiter

    /// What hinders the server from working; empty where nothing does.
    package var obstacles: @Sendable () async -> [String]

    /// Events that may wait in memory to be written to files.
    package var unflushedLimit: Int

    /// The memory that they may take, in bytes.
    package var unflushedByteLimit: Int
    /// What the server tells of itself besides its requests.
    package var metrics: @Sendable () async -> [MetricFamily]

    package init(
        metadata: any MetadataStore,
        store: any EventStore,
        log: any EventLog,
        ledger: any IngestionLedger,
        passwords: any PasswordHashing,
        tokens: AccessTokens,
        clock: any WallClock,
        home: HomePage = HomePage(demo: nil),
        rateLimiter: (any RateLimiter)? = nil,
        unflushedLimit: Int = 500_000,
        unflushedByteLimit: Int = EventIngest.defaultUnflushedBytes,
        metrics: @escaping @Sendable () async -> [MetricFamily] = { [] },
        obstacles: @escaping @Sendable () async -> [String] = { [] }
    ) {
        self.metadata = metadata
        self.store = store
        self.log = log
        self.ledger = ledger
        self.passwords = passwords
        self.tokens = tokens
        self.clock = clock
        self.home = home
        self.rateLimiter = rateLimiter ?? MemoryRateLimiter(clock: clock)
        self.unflushedLimit = unflushedLimit
        self.unflushedByteLimit = unflushedByteLimit
        self.metrics = metrics
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

        /// Where clients of other products send events.
        package var doors = EventDoors.standard

        /// Whose `X-Forwarded-For` is believed.
        package var trustedProxies = TrustedProxies()

        /// How much the server takes on at once.
        package var limits = LoadLimits()

        /// What whoever reads the metrics must show; nil gives them to this machine alone.
        package var metricsToken: String?

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
        let keyUses = KeyUseRecorder(metadata: parts.metadata, clock: parts.clock)
        let limits = settings.limits
        let load = ServerLoad(limits: limits, logger: logger)
        return Application(
            router: router(parts, settings, load, keyUses),
            server: .http1(
                configuration: HTTP1Channel.Configuration(
                    additionalChannelHandlers: [ConnectionWatch(), ConnectionEnding(), ConnectionGuard(load)],
                    idleTimeout: TimeAmount(limits.idleTimeout),
                    httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                        maxHeaderFieldSize: 16 << 10,
                        maxHeaderListSize: 32 << 10,
                        maxHeaderFieldCount: 128
                    )
                )
            ),
            configuration: ApplicationConfiguration(
                address: .hostname(settings.host, port: settings.port),
                serverName: nil,
                backlog: 4_096,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    limits.connections + limits.surplusConnections,
                    logger: logger
                )
            ),
            services: [keyUses],
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? settings.port) },
            logger: logger
        )
    }

    static func router(
        _ parts: ServerParts,
        _ settings: Settings,
        _ load: ServerLoad,
        _ keyUses: KeyUseRecorder
    ) -> Router<IAFARequestContext> {
        let router = Router(context: IAFARequestContext.self, options: .autoGenerateHeadEndpoints)
        let meters = RequestMeters()
        router.add(middleware: MeterMiddleware(meters: meters))
        router.add(middleware: CORSPolicy(allowedOrigins: settings.allowedOrigins, doors: settings.doors))
        router.add(middleware: RateLimitHeaders())
        router.add(middleware: BodyInvitation())
        let routes = RouteTable()
        router.add(middleware: ErrorMiddleware(routes: routes))
        if !settings.trustedProxies.isEmpty { router.add(middleware: ClientAddress(proxies: settings.trustedProxies)) }
        router.add(middleware: BodyGate(load: load))
        let gate = Gatekeeper(metadata: parts.metadata, tokens: parts.tokens, keyUses: keyUses)
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
            ledger: parts.ledger,
            gate: gate,
            clock: parts.clock
        ).add(to: router)
        APIKeyRoutes(projects: projects, metadata: parts.metadata, gate: gate).add(to: router)
        FunnelRoutes(metadata: parts.metadata, gate: gate, clock: parts.clock).add(to: router)
        AnalyticsRoutes(store: parts.store, gate: gate, clock: parts.clock).add(to: router)
        FunnelPersonsRoutes(store: parts.store, gate: gate, clock: parts.clock).add(to: router)
        FunnelInsightRoutes(store: parts.store, gate: gate, clock: parts.clock).add(to: router)
        let intake = intake(parts, gate, meters)
        TrackRoutes(intake: intake, otherPath: settings.doors.track).add(to: router)
        if let path = settings.doors.segment { SegmentRoutes(intake: intake, path: path).add(to: router) }
        if let path = settings.doors.postHog { PostHogRoutes(intake: intake, path: path).add(to: router) }
        IngestionRoutes(ledger: parts.ledger, gate: gate, clock: parts.clock).add(to: router)
        MetricsRoutes(
            meters: meters,
            access: MetricsAccess(token: settings.metricsToken),
            gather: parts.metrics
        ).add(to: router)
        OpenAPIRoutes.add(to: router)
        parts.home.add(to: router)
        HomeStyle.add(to: router)
        routes.learn(router)
        meters.cover(router.routes.map { ("\($0.path)", $0.method) })
        return router
    }

    private static func intake(
        _ parts: ServerParts,
        _ gate: Gatekeeper,
        _ meters: RequestMeters
    ) -> EventIntake {
        EventIntake(
            ingest: EventIngest(
                log: parts.log,
                store: parts.store,
                ledger: parts.ledger,
                clock: parts.clock,
                unflushedLimit: parts.unflushedLimit,
                unflushedByteLimit: parts.unflushedByteLimit
            ),
            gate: gate,
            quotas: EventQuotas(limiter: parts.rateLimiter),
            addresses: AddressHasher(),
            ledger: parts.ledger,
            meters: meters,
            clock: parts.clock
        )
    }
}
