internal import ArgumentParser
internal import Foundation
internal import Hummingbird
internal import IAFABcrypt
internal import IAFACore
internal import IAFADisk
internal import IAFADuckDB
internal import IAFAHTTP
internal import Logging
internal import NIOCore
internal import ServiceLifecycle
internal import UnixSignals

/// `iafa serve`: the server.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the server.",
        discussion: "Stops on SIGTERM or SIGINT, after what was accepted is written."
    )

    @OptionGroup var data: DataOptions
    @OptionGroup var load: LoadOptions

    @Option(help: ArgumentHelp("The address to listen on. (default: 127.0.0.1)", valueName: "address"))
    var host: String?

    @Option(help: ArgumentHelp("The port to listen on; 0 for any free one. (default: 8080)", valueName: "number"))
    var port: Int?

    @Flag(help: "Make a demo project with 200,000 events, once, and print its login. For this machine only.")
    var demo = false

    @Option(
        help: ArgumentHelp(
            "Write events to files when so many wait, 100 to 1000000. (default: 10000)",
            valueName: "events"
        )
    )
    var flushEvents: Int?

    @Option(
        help: ArgumentHelp(
            "Write events to files when one waits so long, 1 to 3600 s. (default: 5)",
            valueName: "seconds"
        )
    )
    var flushIntervalSeconds: Int?

    @Option(
        help: ArgumentHelp(
            "Memory of events that are not yet in files, 16 to 65536 MiB; a quarter is written. (default: 128)",
            valueName: "MiB"
        )
    )
    var eventMemoryMib: Int?

    @Option(
        help: ArgumentHelp(
            "Look for files to merge and days to remove this often, 1 to 86400 s. (default: 60)",
            valueName: "seconds"
        )
    )
    var compactionIntervalSeconds: Int?

    @Option(help: ArgumentHelp("snappy, or zstd for smaller files. (default: snappy)", valueName: "codec"))
    var compression: String?

    @Option(
        help: ArgumentHelp(
            "Memory of questions in the engine, and of writing files, 64 to 1048576 MiB each. (default: 256)",
            valueName: "MiB"
        )
    )
    var engineMemoryMib: Int?

    @Option(
        help: ArgumentHelp(
            "Give up a question after so long, waiting included, 1 to 3600 s. (default: 30)",
            valueName: "seconds"
        )
    )
    var queryTimeoutSeconds: Int?

    @Option(help: ArgumentHelp("Threads of the query engine, 1 to 256. (default: one a core)", valueName: "number"))
    var engineThreads: Int?

    @Option(
        help: ArgumentHelp(
            "on, or off: no stage indexes, which make funnels fast for a fifth more disk. (default: on)",
            valueName: "on|off"
        )
    )
    var stageIndex: String?

    @Option(
        help: ArgumentHelp(
            "Web origins, separated by commas, whose pages may use the API for people. (default: none)",
            valueName: "origins"
        )
    )
    var corsOrigins: String?

    @Option(
        help: ArgumentHelp(
            "What stands in front of the paths that Segment's clients call, such as /stuff; or off. (default: /)",
            valueName: "path"
        )
    )
    var segmentPath: String?

    @Option(
        help: ArgumentHelp(
            "What stands in front of the paths that PostHog's clients call, such as /stuff; or off. (default: /)",
            valueName: "path"
        )
    )
    var posthogPath: String?

    @Option(
        help: ArgumentHelp("Another path for /api/v1/track, such as /stuff; or off. (default: off)", valueName: "path")
    )
    var trackPath: String?

    @Option(
        help: ArgumentHelp(
            "What readers of /metrics must show as a Bearer token, 16 to 200 characters; better given in the "
                + "environment or the file. (default: none, and only this machine may read them)",
            valueName: "token"
        )
    )
    var metricsToken: String?

    /// With what the requests under way may take, less than the 10 s after which supervisors of processes kill.
    private static let lastFlushLimit: Duration = .seconds(3)

    func run() async throws {
        let settings = try await data.load(quiet: .info)
        let server = try load.added(to: try serverSettings(settings.source), settings.source, settings.logger)
        let wantsDemo = try settings.source.isOn("demo", self.demo)
        let isLocal = Self.isLoopback(server.host)
        guard !wantsDemo || isLocal else {
            throw ValidationError("--demo has a well-known login; use it with --host 127.0.0.1 only")
        }
        let schedule = try maintenanceSchedule(settings.source)
        let options = try storeOptions(settings.source)
        let workspace = try await Workspace.openForWriting(settings, options: options, mayCreate: true)
        let secret = try workspace.secret()
        let clock = SystemWallClock()
        let passwords = BcryptPasswords()
        let project = DemoProject(workspace: workspace, passwords: passwords, clock: clock, secret: secret)
        let demo = wantsDemo ? try await project.make() : nil
        if !isLocal { try await project.requireNoWellKnownLogin() }
        let journal = try workspace.startJournal()
        let store = workspace.store
        let metadata = workspace.metadata
        let results = try load.resultCache(settings.source)
        let unreadiness = RareNotice()
        guard let ledger = workspace.ledger else { preconditionFailure("a writer has a ledger") }
        let maintenance = EventMaintenance(
            store: workspace.store,
            log: journal,
            ledger: ledger,
            metadata: workspace.metadata,
            clock: clock,
            schedule: schedule,
            logger: settings.logger,
            mendIDs: { try await RecentEventIDs(store: store).mend(journal, settings.logger) }
        )
        let application = IAFAServer.build(
            ServerParts(
                metadata: workspace.metadata,
                store: workspace.store,
                overview: workspace.store,
                results: results,
                log: journal,
                ledger: ledger,
                passwords: passwords,
                tokens: await AccessTokens(secret: secret, clock: clock),
                clock: clock,
                home: HomePage(demo: demo),
                unflushedLimit: max(500_000, 4 * schedule.flushEvents),
                unflushedByteLimit: 4 * schedule.flushBytes,
                metrics: {
                    ProcessMetrics.families() + journal.status.metrics + results.metrics + (await store.metrics())
                },
                obstacles: {
                    do {
                        try await journal.probe()
                        try await MetadataDocuments.requireReadable(metadata)
                        return []
                    } catch let error as MetadataError {
                        if unreadiness.note() != nil {
                            settings.logger.error("metadata can't be read", metadata: ["error": "\(error)"])
                        }
                        return ["metadata can't be read; the server's log says why"]
                    } catch {
                        // Anybody may ask; the path and the disk's words are for the log.
                        if unreadiness.note() != nil {
                            settings.logger.error("events can't be written", metadata: ["error": "\(error)"])
                        }
                        return ["events can't be written; the server's log says why"]
                    }
                }
            ),
            settings: server,
            logger: settings.logger
        ) { port in
            Self.announce(host: server.host, port: port, dataDirectory: settings.dataDirectory, demo: demo)
        }
        try await run([maintenance, application], server, settings.logger)
        // Nothing comes in any more: what is left goes into files, so that the next start has nothing to replay.
        await maintenance.finish(within: Self.lastFlushLimit)
        await journal.close()
        settings.logger.info("stopped")
    }

    private func run(_ services: [any Service], _ server: IAFAServer.Settings, _ logger: Logger) async throws {
        var configuration = ServiceGroupConfiguration(
            services: services,
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        // Clients that keep a connection open can't hold up the stop.
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            // The time for a graceful stop was over.
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw CommandFailure("port \(server.port) is in use; stop what uses it, or choose another with --port")
        } catch let error as IOError where error.errnoCode == EACCES {
            throw CommandFailure("port \(server.port) is not for every user; choose one above 1023 with --port")
        } catch {
            throw CommandFailure("the server could not run: \(error)")
        }
    }

    private static func isLoopback(_ host: String) -> Bool {
        var address = in_addr()
        let isV4 = inet_pton(AF_INET, host, &address) == 1
        return host == "localhost" || host == "::1" || (isV4 && UInt32(bigEndian: address.s_addr) >> 24 == 127)
    }

    private static func announce(host: String, port: Int, dataDirectory: String, demo: HomePage.Demo?) {
        let address = host.contains(":") ? "[\(host)]" : host
        Terminal.announce("IAFA \(Version.text) listens on http://\(address):\(port), data in \(dataDirectory)")
        guard let demo else { return }
        Terminal.announce("  login    \(demo.email)")
        Terminal.announce("  password \(demo.password)")
        Terminal.announce("  API key  \(demo.apiKey)")
        Terminal.announce("  project  \(demo.projectID)")
    }
}
