import IAFACore

/// Events in memory as what an index is made of.
struct MemoryIndexInput: StageIndexInput {
    var events: [(type: String, key: UInt64, time: Timestamp)]

    /// So many events of a few types, persons and moments of a day.
    static func random(_ count: Int, day: CalendarDay, types: Int = 4, seed: UInt64 = 1) -> MemoryIndexInput {
        var random = SplitMix64(seed: seed)
        return MemoryIndexInput(
            events: (0..<count).map { _ in
                (
                    "type \(Int.random(in: 0..<types, using: &random))",
                    PersonKey.key(of: "person \(Int.random(in: 0..<max(1, count / 3), using: &random))"),
                    day.start + .microseconds(Int64.random(in: 0..<86_400_000_000, using: &random))
                )
            }
        )
    }

    func types() -> [(type: String, events: Int)] {
        Dictionary(grouping: events, by: \.type).map { ($0.key, $0.value.count) }
    }

    func read(
        types: [String],
        keys: ClosedRange<UInt64>,
        _ body: (_ type: Int, _ key: UInt64, _ time: Timestamp) -> Void
    ) {
        for event in events where keys.contains(event.key) {
            if let place = types.firstIndex(of: event.type) { body(place, event.key, event.time) }
        }
    }

    /// The events of a type by person and time, as an index has them; times in µs since 1970.
    func sorted(_ type: String) -> [[UInt64]] {
        events.filter { $0.type == type }.map { ($0.key, $0.time) }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }
            .map { [$0.0, UInt64(bitPattern: $0.1.microseconds)] }
    }
}

extension StageSection {
    /// Persons' keys and times in order, read one by one.
    var contents: [[UInt64]] {
        (0..<1 << directoryBits).flatMap { prefix in
            (Int(directory[prefix])..<Int(directory[prefix + 1])).map { place in
                let word = records.loadUnaligned(fromByteOffset: place * StageRecord.byteCount, as: UInt64.self)
                let rest = records.loadUnaligned(fromByteOffset: place * StageRecord.byteCount + 8, as: UInt32.self)
                let key = (UInt64(prefix) >> UInt64(directoryBits - 5)) << 59 | word >> 5
                return [key, UInt64(bitPattern: dayStart) &+ ((word & 31) << 32 | UInt64(rest))]
            }
        }
    }
}
