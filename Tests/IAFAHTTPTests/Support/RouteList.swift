import Hummingbird

@testable import IAFAHTTP

/// The routes that the server has.
enum RouteList {
    /// Each as `METHOD /path/{parameter}`, sorted.
    static func current() async throws -> [String] {
        var routes: [String] = []
        try await TestServer.run(edit: { parts in
            routes = IAFAServer.router(
                parts,
                IAFAServer.Settings(),
                KeyUseRecorder(metadata: parts.metadata, clock: parts.clock)
            ).routes.map { route in
                "\(route.method) \("\(route.path)".replacing(/:(\w+)/) { "{\($0.output.1)}" })"
            }
        }) { _ in }
        return routes.sorted()
    }
}
