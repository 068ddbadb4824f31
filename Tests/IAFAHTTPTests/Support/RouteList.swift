import Hummingbird
import Logging

@testable import IAFAHTTP

/// The routes that the server has.
enum RouteList {
    /// Each as `METHOD /path/{parameter}`, sorted.
    static func current() async throws -> [String] {
        var routes: [String] = []
        let load = ServerLoad(logger: Logger(label: "test"))
        try await TestServer.run(edit: { parts in
            let keyUses = KeyUseRecorder(metadata: parts.metadata, clock: parts.clock)
            let intake = IAFAServer.intake(parts, keyUses)
            routes = IAFAServer.router(parts, IAFAServer.Settings(), load, intake).routes.map { route in
                "\(route.method) \("\(route.path)".replacing(/:(\w+)/) { "{\($0.output.1)}" })"
            }
        }) { _ in }
        return routes.sorted()
    }
}
