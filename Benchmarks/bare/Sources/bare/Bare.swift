import Hummingbird

/// The ceiling that IAFA's intake is measured against: Hummingbird alone, which reads the body and answers 200.
@main
enum Bare {
    /// The most bytes of a batch that IAFA takes.
    private static let bodyLimit = 4 * 1_024 * 1_024

    static func main() async throws {
        guard let port = CommandLine.arguments.dropFirst().first.flatMap(Int.init) else {
            fatalError("usage: bare PORT")
        }
        let router = Router()
        for path in ["/api/v1/track", "/api/v1/track/batch"] {
            router.post("\(path)") { request, _ in
                _ = try await request.body.collect(upTo: bodyLimit)
                return HTTPResponse.Status.ok
            }
        }
        router.get("/health/ready") { _, _ in HTTPResponse.Status.ok }
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port))
        )
        try await application.runService()
    }
}
