internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// Which routes there are, so that a wrong method is told from an unknown path, and a preflight has a route.
final class RouteTable: Sendable {
    private struct Entry {
        /// Between the slashes; nil where anything may stand.
        let segments: [Substring?]

        /// As the router writes it.
        let path: String
        let method: HTTPRequest.Method

        func matches(_ path: [Substring]) -> Bool {
            segments.count == path.count && zip(segments, path).allSatisfy { $0 == nil || $0 == $1 }
        }
    }

    private let entries: Mutex<[Entry]> = Mutex([])

    /// Takes note of the routes that a router has now.
    func learn(_ router: Router<IAFARequestContext>) {
        let known = router.routes.map { route in
            let segments = Self.segments(of: route.path.description)
            return Entry(
                segments: segments.map { $0.hasPrefix("{") || $0.hasPrefix(":") ? nil : $0 },
                path: "\(route.path)",
                method: route.method
            )
        }
        entries.withLock { $0 = known }
    }

    /// The methods that a path takes, sorted; none where there is no such path.
    func methods(of path: String) -> [String] {
        let segments = Self.segments(of: path)
        var methods = Set(entries.withLock { $0.filter { $0.matches(segments) }.map(\.method.rawValue) })
        // The router answers it wherever it answers GET.
        if methods.contains("GET") { methods.insert("HEAD") }
        return methods.sorted()
    }

    /// The route that a path belongs to, whatever the method, as the router writes it; nil where there is none.
    func route(of path: String) -> String? {
        let segments = Self.segments(of: path)
        return entries.withLock { $0.first { $0.matches(segments) }?.path }
    }

    private static func segments(of path: String) -> [Substring] { path.split(separator: "/") }
}
