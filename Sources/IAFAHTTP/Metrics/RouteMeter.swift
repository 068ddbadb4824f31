internal import HTTPTypes
internal import IAFACore

/// What is counted of the requests to one route by one method.
final class RouteMeter: Sendable {
    /// The statuses that are told apart; any other counts as `other`.
    private static let statuses = [
        200, 201, 202, 204, 304, 400, 401, 403, 404, 405, 408, 409, 413, 415, 422, 429, 500, 503,
    ]

    let method: String

    /// The path with its parameters in braces.
    let route: String
    private let answers = (0...statuses.count).map { _ in MetricCounter() }
    let durations = MetricHistogram()

    init(method: String, route: String) {
        self.method = method
        self.route = route
    }

    func note(_ status: HTTPResponse.Status, _ duration: Duration) {
        answers[Self.statuses.firstIndex(of: status.code) ?? Self.statuses.count].add()
        durations.observe(duration)
    }

    /// The statuses that were answered, with how often.
    var counts: [(status: String, count: Int)] {
        zip(Self.statuses.map(String.init) + ["other"], answers.map(\.value)).filter { $0.1 > 0 }
            .map { (status: $0.0, count: $0.1) }
    }
}
