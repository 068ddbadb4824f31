internal import HTTPTypes
internal import Hummingbird

/// `/health`: for whoever watches over the process.
struct HealthRoutes {
    /// What hinders the server from working; empty where nothing does.
    let obstacles: @Sendable () async -> [String]

    /// The code of the answer where something does; why is for ``obstacles`` to tell the log.
    static let notReadyCode = "not_ready"

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("health/live") { _, _ in try JSONAnswer.response(["status": "ok"]) }
        router.get("health/ready") { _, _ in
            let obstacles = await obstacles()
            guard obstacles.isEmpty else {
                throw APIError(
                    .serviceUnavailable,
                    Self.notReadyCode,
                    obstacles.joined(separator: "; "),
                    retryAfter: 5
                )
            }
            return try JSONAnswer.response(["status": "ready"])
        }
    }
}
