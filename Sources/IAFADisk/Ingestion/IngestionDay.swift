internal import IAFACore

/// What became of what a project sent on one UTC day of reception, as it is stored.
struct IngestionDay: Sendable, Equatable, Codable {
    static let version = 1

    /// An hour in which anything came.
    struct Hour: Sendable, Equatable, Codable {
        /// 0…23.
        let hour: Int
        var accepted = 0
        var duplicates = 0
        var rejected = 0
        var rejectedRequests = 0
        var bytes = 0
        var rejectedByCode: [String: Int] = [:]
    }

    var formatVersion = IngestionDay.version

    /// Every accepted event of the day up to this sequence number is counted; 0 where none is.
    var through: UInt64 = 0

    /// In order.
    var hours: [Hour] = []

    /// Adds what came in an hour of the day.
    mutating func add(_ counts: IngestionCounts, hour: Int, through: UInt64) {
        let index = hours.firstIndex { $0.hour >= hour } ?? hours.count
        if index == hours.count || hours[index].hour != hour { hours.insert(Hour(hour: hour), at: index) }
        var sum = hours[index].counts
        sum += counts
        hours[index].counts = sum
        self.through = max(self.through, through)
    }
}

extension IngestionDay.Hour {
    var counts: IngestionCounts {
        get {
            var counts = IngestionCounts()
            counts.accepted = accepted
            counts.duplicates = duplicates
            counts.rejected = rejected
            counts.rejectedRequests = rejectedRequests
            counts.bytes = bytes
            counts.rejectedByCode = rejectedByCode
            return counts
        }
        set {
            accepted = newValue.accepted
            duplicates = newValue.duplicates
            rejected = newValue.rejected
            rejectedRequests = newValue.rejectedRequests
            bytes = newValue.bytes
            rejectedByCode = newValue.rejectedByCode
        }
    }
}
