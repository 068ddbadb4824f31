internal import ArgumentParser
internal import IAFACore
internal import IAFAHTTP
internal import Logging

/// How much a server takes on at once, and whom it believes about whom a request comes from.
struct LoadOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Connections to serve at once, 1 to 1000000; others are answered 503. (default: 10000)",
            valueName: "number"
        )
    )
    var maxConnections: Int?

    @Option(
        help: ArgumentHelp(
            "Requests that may wait for an answer, 16 to 1000000; others are answered 503. (default: 256 a core)",
            valueName: "number"
        )
    )
    var maxRequests: Int?

    @Option(
        help: ArgumentHelp("Memory of bodies that are being read, 8 to 65536 MiB. (default: 32)", valueName: "MiB")
    )
    var bodyMemoryMib: Int?

    @Option(
        help: ArgumentHelp(
            "Memory of answers that stay right until other events come, 0 to 65536 MiB; 0 keeps none. (default: 16)",
            valueName: "MiB"
        )
    )
    var resultCacheMib: Int?

    @Option(
        help: ArgumentHelp(
            "Close a connection that says nothing for so long, 1 to 3600 s. (default: 75)",
            valueName: "seconds"
        )
    )
    var idleTimeoutSeconds: Int?

    @Option(
        help: ArgumentHelp(
            "Close a connection whose body takes longer, or that doesn't read its answer, 1 to 3600 s. (default: 60)",
            valueName: "seconds"
        )
    )
    var requestTimeoutSeconds: Int?

    @Option(
        help: ArgumentHelp(
            "Addresses and ranges, separated by commas, whose X-Forwarded-For is believed. (default: none)",
            valueName: "addresses"
        )
    )
    var trustedProxies: String?

    /// A server's settings with what was asked for; sees to it that it may have as many files open as that takes.
    ///
    /// - Throws: `ValidationError`.
    func added(
        to settings: IAFAServer.Settings,
        _ source: SettingsSource,
        _ logger: Logger
    ) throws -> IAFAServer.Settings {
        var server = settings
        var limits = LoadLimits()
        limits.connections = try source.number(
            "max_connections",
            maxConnections,
            in: 1...1_000_000,
            default: limits.connections
        )
        limits.requests = try source.number("max_requests", maxRequests, in: 16...1_000_000, default: limits.requests)
        let bodies = try source.number(
            "body_memory_mib",
            bodyMemoryMib,
            in: 8...65_536,
            default: limits.bodyBytes >> 20
        )
        limits.bodyBytes = bodies << 20
        limits.idleTimeout = .seconds(
            try source.number("idle_timeout_seconds", idleTimeoutSeconds, in: 1...3_600, default: 75)
        )
        limits.requestTimeout = .seconds(
            try source.number("request_timeout_seconds", requestTimeoutSeconds, in: 1...3_600, default: 60)
        )
        let asked = limits.connections
        limits.connections = OpenFiles.connections(upTo: asked)
        if limits.connections < asked {
            logger.warning(
                "the limit of open files leaves room for fewer connections; raise it with ulimit -n or LimitNOFILE=",
                metadata: ["max_connections": "\(asked)", "room": "\(limits.connections)"]
            )
        }
        server.limits = limits
        server.trustedProxies = try proxies(source)
        return server
    }

    /// What keeps answers in memory.
    ///
    /// - Throws: `ValidationError`.
    func resultCache(_ source: SettingsSource) throws -> MemoryResultCache {
        let size = try source.number("result_cache_mib", resultCacheMib, in: 0...65_536, default: 16)
        return MemoryResultCache(limit: size << 20)
    }

    private func proxies(_ source: SettingsSource) throws -> TrustedProxies {
        let texts = (source.text("trusted_proxies", trustedProxies) ?? "").split(separator: ",")
        return TrustedProxies(
            try texts.map { text in
                let text = text.filter { $0 != " " }
                guard let range = NetworkRange(text) else {
                    throw ValidationError(
                        "trusted_proxies must be addresses such as 10.0.0.7 or ranges such as 10.0.0.0/8, not '\(text)'"
                    )
                }
                return range
            }
        )
    }
}
