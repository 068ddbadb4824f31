internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import Synchronization

/// What the server counts of requests and of the events in them, by route: what a client writes into a path never makes
/// a new number.
final class RequestMeters: Sendable {
    private static let methods: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options]
    private static let unmatchedRoute = "unmatched"

    /// The meters of all routes; there as soon as the routes are.
    private let table = AtomicLazyReference<Table>()

    /// Requests to nothing that there is, by method; nil stands for all other methods.
    private let unmatched: [HTTPRequest.Method?: RouteMeter]

    private final class Table: Sendable {
        let routes: [String: Entry]

        init(_ routes: [String: Entry]) { self.routes = routes }
    }

    private struct Entry {
        var methods: [(method: HTTPRequest.Method, meter: RouteMeter)] = []
        let accepted = MetricCounter()
        let duplicate = MetricCounter()
        let rejected = MetricCounter()
    }

    init() {
        var unmatched: [HTTPRequest.Method?: RouteMeter] = [:]
        for method in Self.methods {
            unmatched[method] = RouteMeter(method: method.rawValue, route: Self.unmatchedRoute)
        }
        unmatched[nil] = RouteMeter(method: "other", route: Self.unmatchedRoute)
        self.unmatched = unmatched
    }

    /// Makes a meter for each route.
    ///
    /// Once, before the first request.
    func cover(_ routes: [(path: String, method: HTTPRequest.Method)]) {
        var entries: [String: Entry] = [:]
        for (path, method) in routes {
            let label = path.replacing(/:(\w+)/) { "{\($0.output.1)}" }
            // GET routes answer HEAD, too.
            for method in method == .get ? [.get, .head] : [method] {
                let meter = RouteMeter(method: method.rawValue, route: label)
                entries[path, default: Entry()].methods.append((method, meter))
            }
        }
        for path in entries.keys where entries[path]?.methods.contains(where: { $0.method == .options }) == false {
            // Preflights are answered in front of the routes.
            let label = entries[path]?.methods.first?.meter.route ?? path
            let meter = RouteMeter(method: HTTPRequest.Method.options.rawValue, route: label)
            entries[path]?.methods.append((.options, meter))
        }
        _ = table.storeIfNil(Table(entries))
    }

    /// Takes note of an answer.
    ///
    /// `path`: The route as the router writes it; nil where none matched.
    func note(_ method: HTTPRequest.Method, _ path: String?, _ status: HTTPResponse.Status, _ duration: Duration) {
        let entry = path.flatMap { table.load()?.routes[$0] }
        let known = entry?.methods.first { $0.method == method }?.meter
        let meter = known ?? unmatched[method] ?? unmatched[nil]
        meter?.note(status, duration)
    }

    /// Takes note of what became of the events of a request.
    ///
    /// `path`: As in ``note(_:_:_:_:)``.
    func note(_ verdicts: [EventVerdict], _ path: String?) {
        guard let path, let entry = table.load()?.routes[path] else { return }
        var accepted = 0
        var duplicates = 0
        for verdict in verdicts {
            switch verdict {
            case .accepted: accepted += 1
            case .duplicate: duplicates += 1
            case .rejected: break
            }
        }
        entry.accepted.add(accepted)
        entry.duplicate.add(duplicates)
        entry.rejected.add(verdicts.count - accepted - duplicates)
    }

    /// All that was counted; routes that nobody asked for are left out.
    var families: [MetricFamily] {
        var requests = MetricFamily("iafa_http_requests_total", .counter, "Requests answered.")
        var durations = MetricFamily(
            "iafa_http_request_duration_seconds",
            .histogram,
            "Time from a request's head to the head of its answer."
        )
        var events = MetricFamily("iafa_events_total", .counter, "Events received, by what became of them.")
        let entries = (table.load()?.routes ?? [:]).sorted { $0.key < $1.key }.map(\.value)
        let strangers = unmatched.values.sorted { $0.method < $1.method }
        for meter in entries.flatMap({ $0.methods.map(\.meter) }) + strangers {
            let labels = (MetricFamily.Label("method", meter.method), MetricFamily.Label("route", meter.route))
            let counts = meter.counts
            for (status, count) in counts {
                requests.add(count, labels.0, labels.1, MetricFamily.Label("status", status))
            }
            if !counts.isEmpty { durations.add(meter.durations, labels.0, labels.1) }
        }
        for entry in entries {
            let verdicts = [
                ("accepted", entry.accepted), ("duplicate", entry.duplicate), ("rejected", entry.rejected),
            ]
            guard verdicts.contains(where: { $0.1.value > 0 }), let route = entry.methods.first?.meter.route else {
                continue
            }
            for (verdict, counter) in verdicts {
                events.add(
                    counter.value,
                    MetricFamily.Label("route", route),
                    MetricFamily.Label("verdict", verdict)
                )
            }
        }
        return [requests, durations, events]
    }
}
