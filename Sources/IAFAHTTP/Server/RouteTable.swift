internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// Which methods each path takes, so that a wrong method is told from an unknown path.
final class RouteTable: Sendable {
    private struct Entry {
        /// Between the slashes; nil where anything may stand.
        let segments: [Substring?]
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

    private static func segments(of path: String) -> [Substring] { path.split(separator: "/") }
}
