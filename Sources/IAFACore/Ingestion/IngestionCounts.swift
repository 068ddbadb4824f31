/// What became of what a project sent within some time.
package struct IngestionCounts: Sendable, Equatable {
    /// Codes that are told apart; what comes beyond counts as `other`.
    private static let codeLimit = 64

    /// Events taken.
    package var accepted = 0
    /// Events that were there already.
    package var duplicates = 0
    /// Events refused, each for a reason of its own.
    package var rejected = 0
    /// Requests refused as a whole; nobody counted their events.
    package var rejectedRequests = 0
    /// The JSON of all events that came, whatever became of them.
    package var bytes = 0

    /// Events and requests refused, by the first reason of each.
    package var rejectedByCode: [String: Int] = [:]

    package init() {}

    package static func += (sum: inout IngestionCounts, more: IngestionCounts) {
        sum.accepted += more.accepted
        sum.duplicates += more.duplicates
        sum.rejected += more.rejected
        sum.rejectedRequests += more.rejectedRequests
        sum.bytes += more.bytes
        for (code, count) in more.rejectedByCode { sum.add(code, count) }
    }

    /// Counts something that was refused.
    package mutating func add(_ rejection: Rejection) {
        switch rejection.subject {
        case .event: rejected += 1
        case .request: rejectedRequests += 1
        }
        add(rejection.code, 1)
    }

    private mutating func add(_ code: String, _ count: Int) {
        let isKnown = rejectedByCode[code] != nil || rejectedByCode.count < Self.codeLimit
        rejectedByCode[isKnown ? code : "other", default: 0] += count
    }
}
