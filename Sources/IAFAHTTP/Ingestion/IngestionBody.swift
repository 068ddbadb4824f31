internal import IAFACore

/// What became of what a project sent, by hour and in all.
struct IngestionBody: Encodable {
    private let start: Timestamp
    private let end: Timestamp
    private let totals: Counts
    private let hours: [Hour]

    init(_ range: IngestionRange, _ counts: [(hour: IngestionHour, counts: IngestionCounts)]) {
        start = range.hours.lowerBound.start
        end = IngestionHour(index: range.hours.upperBound.index + 1).start
        var sum = IngestionCounts()
        for (_, counts) in counts { sum += counts }
        totals = Counts(sum)
        hours = counts.map { Hour(start: $0.start, counts: Counts($1)) }
    }

    private struct Counts: Encodable {
        let accepted: Int
        let duplicates: Int
        let rejected: Int
        let rejectedRequests: Int
        let bytes: Int
        let rejectedByCode: [String: Int]

        init(_ counts: IngestionCounts) {
            accepted = counts.accepted
            duplicates = counts.duplicates
            rejected = counts.rejected
            rejectedRequests = counts.rejectedRequests
            bytes = counts.bytes
            rejectedByCode = counts.rejectedByCode
        }
    }

    private struct Hour: Encodable {
        let start: Timestamp
        let counts: Counts

        private enum CodingKeys: String, CodingKey {
            case hour
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(start, forKey: .hour)
            try counts.encode(to: encoder)
        }
    }
}
