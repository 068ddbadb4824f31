/// Which event types occur in the windows of attempts, in how many of them, and how often.
package struct EventTypeCounts: Sendable {
    /// How many types are told apart.
    package static let mostTypes = 10_000

    /// How many pairs of an attempt and a type are kept: some 500 MB.
    package static let mostPairs = 16_000_000

    /// The numbers of one type.
    package struct Count: Sendable, Equatable {
        package let eventType: String
        package var attempts = 0
        /// Those of `attempts` that converted.
        package var converted = 0
        package var events = 0
    }

    package let windows: AttemptWindows
    package private(set) var counts: [Count] = []

    /// Whether there were more types than are told apart.
    package private(set) var isCut = false

    private let unit: FunnelUnit
    private var places: [UInt64: Int] = [:]
    private var seen: Set<UInt64> = []
    private var isActive: [Bool]
    private let mostPairs: Int

    package init(_ windows: AttemptWindows, unit: FunnelUnit, mostPairs: Int = mostPairs) {
        self.windows = windows
        self.unit = unit
        self.mostPairs = mostPairs
        isActive = Array(repeating: false, count: windows.windows.count)
    }

    /// Attempts in whose windows nothing occurred.
    package var idleCount: Int { isActive.count { !$0 } }

    /// Takes an event in.
    ///
    /// - Throws: ``EventStoreError/tooLarge(message:)`` where there is more to keep than may be.
    package mutating func add(_ event: EventGlance) throws(EventStoreError) {
        guard let key = event.key(of: unit), let index = windows.index(of: key, at: event.time) else { return }
        isActive[index] = true
        guard let type = place(of: event.type) else { return }
        counts[type].events += 1
        guard seen.insert(UInt64(index) << 32 | UInt64(type)).inserted else { return }
        guard seen.count <= mostPairs else {
            throw .tooLarge(message: "too many different events of too many persons; ask for fewer days")
        }
        counts[type].attempts += 1
        if windows.windows[index].isConverted { counts[type].converted += 1 }
    }

    /// The place of a type, by 64 bits of a hash as persons are.
    private mutating func place(of type: UnsafeRawBufferPointer) -> Int? {
        let hash = PersonKey.key(of: type)
        if let place = places[hash] { return place }
        guard counts.count < Self.mostTypes else {
            isCut = true
            return nil
        }
        places[hash] = counts.count
        counts.append(Count(eventType: String(decoding: type, as: UTF8.self)))
        return counts.count - 1
    }
}
