/// The event ids of the last days: what makes a repetition known.
///
/// Open addressing over 16-byte fingerprints, one table a UTC day of reception; a whole day is forgotten at once. An id
/// is remembered for at least ``retainedDays`` days of 24 hours. Memory: 20…30 bytes an id, 25 on average, plus
/// some 30 KiB a day; see ``byteCount``.
///
/// Not copyable, since a copy would double hundreds of megabytes by an oversight. Not synchronized: its owner is.
package struct EventIDSet: ~Copyable, Sendable {
    /// An id is remembered for at least so many days after its event was received.
    package static let retainedDays = 7

    /// Oldest first, each of another day.
    private var generations: [EventIDGeneration] = []
    private let seed: EventIDGeneration.Seed

    /// An empty set, whose order in memory nobody outside can foresee.
    package init() { seed = .random() }

    /// The number of ids remembered.
    package var count: Int { generations.reduce(0) { $0 + $1.count } }

    /// The bytes of memory in use.
    package var byteCount: Int { generations.reduce(0) { $0 + $1.byteCount } }

    /// Remembers an id.
    ///
    /// A day before the remembered ones counts as the oldest of them, so that a clock that was set back forgets nothing.
    ///
    /// - Parameters:
    ///   - fingerprint: Stands for the id.
    ///   - receivedAt: When the server received the event. The newest decides which days are forgotten.
    /// - Returns: Whether it is new.
    package mutating func insert(_ fingerprint: EventFingerprint, receivedAt: Timestamp) -> Bool {
        guard !contains(fingerprint) else { return false }
        let day = receivedAt.microseconds.flooringQuotient(by: 86_400_000_000)
        generations[generationIndex(for: day)].insert(fingerprint, seed: seed)
        return true
    }

    /// Whether an id is remembered.
    package func contains(_ fingerprint: EventFingerprint) -> Bool {
        // Newest first: repetitions mostly follow soon.
        for index in generations.indices.reversed()
        where generations[index].contains(fingerprint, seed: seed) {
            return true
        }
        return false
    }

    /// Forgets one id.
    ///
    /// - Returns: Whether it was remembered.
    @discardableResult
    package mutating func remove(_ fingerprint: EventFingerprint) -> Bool {
        for index in generations.indices.reversed() where generations[index].remove(fingerprint, seed: seed) {
            return true
        }
        return false
    }

    /// The place of a day's generation, made where there is none.
    private mutating func generationIndex(for day: Int64) -> Int {
        if let newest = generations.last, day > newest.day {
            // An id received in the last moment of a day must outlive the same moment seven days later.
            generations.removeAll { $0.day < day - Int64(Self.retainedDays) }
        }
        let oldestKept = (generations.last?.day ?? day) - Int64(Self.retainedDays)
        let day = max(day, oldestKept)
        let index = generations.firstIndex { $0.day >= day } ?? generations.count
        if index == generations.count || generations[index].day != day {
            generations.insert(EventIDGeneration(day: day), at: index)
        }
        return index
    }
}

extension Int64 {
    /// The quotient rounded down, also for values below zero.
    fileprivate func flooringQuotient(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
