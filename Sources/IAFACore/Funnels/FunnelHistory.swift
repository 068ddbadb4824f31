/// The events of one person or session that a question looks at, in order of time, reception and the key of their id.
///
/// The last is arbitrary, but the same for every engine.
struct FunnelHistory {
    struct Entry {
        let event: Event
        /// The steps that it satisfies.
        let steps: Set<Int>
        /// The values of the properties that are held constant.
        let held: [PropertyValue]
    }

    let entries: [Entry]

    init(_ events: [Event], evaluator: FunnelEvaluator) {
        let sorted = events.sorted { left, right in
            if left.timestamp != right.timestamp { return left.timestamp < right.timestamp }
            if left.receivedAt != right.receivedAt { return left.receivedAt < right.receivedAt }
            return PersonKey.key(of: left.id) < PersonKey.key(of: right.id)
        }
        let lookups = evaluator.options.heldProperties.map(JSONPropertyLookup.init)
        entries = sorted.map { event in
            Entry(
                event: event,
                steps: evaluator.steps(satisfiedBy: event),
                // Null is as good as missing.
                held: lookups.map { lookup in
                    let value = lookup.value(in: Array(event.properties.utf8))
                    return value == .null ? .missing : value
                }
            )
        }
    }

    /// Whether two entries have the same values of the properties that are held constant.
    func isHeldAlike(_ left: Int, _ right: Int) -> Bool {
        zip(entries[left].held, entries[right].held).allSatisfy { $0.isSame(as: $1) }
    }

    func time(_ index: Int) -> Timestamp { entries[index].event.timestamp }

    /// The places of entries between two times, both included.
    func indices(from first: Timestamp, through last: Timestamp) -> [Int] {
        entries.indices.filter { time($0) >= first && time($0) <= last }
    }

    /// Some places, those of each time together, in order.
    func moments(_ indices: [Int]) -> [[Int]] {
        var moments: [[Int]] = []
        for index in indices {
            if let last = moments.last?.last, time(last) == time(index) {
                moments[moments.count - 1].append(index)
            } else {
                moments.append([index])
            }
        }
        return moments
    }
}
