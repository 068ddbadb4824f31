internal import Synchronization

/// Keeps answers in this process's memory, up to a number of bytes; what was not asked for longest goes first.
package final class MemoryResultCache: ResultCache {
    private struct Entry {
        let answer: [UInt8]
        var lastUse: UInt64
    }

    private struct State {
        var entries: [ResultKey: Entry] = [:]
        /// Keys by when they were used last.
        var uses: [UInt64: ResultKey] = [:]
        var oldestUse: UInt64 = 1
        var lastUse: UInt64 = 0
        var bytes = 0
    }

    /// What an answer takes besides its bytes, about.
    private static let overhead = 300

    private let limit: Int
    private let state = Mutex(State())
    private let hits = MetricCounter()
    private let misses = MetricCounter()

    /// `limit`: In bytes; 0 keeps nothing.
    package init(limit: Int) { self.limit = limit }

    package func answer(for key: ResultKey) async -> [UInt8]? {
        guard limit > 0 else { return nil }
        let answer = state.withLock { state -> [UInt8]? in
            guard let entry = state.entries[key] else { return nil }
            Self.touch(key, &state)
            return entry.answer
        }
        (answer == nil ? misses : hits).add()
        return answer
    }

    package func keep(_ answer: [UInt8], for key: ResultKey) async {
        let size = answer.count + Self.overhead
        // One answer must not drive out all others.
        guard size <= limit / 4 else { return }
        state.withLock { state in
            Self.remove(key, &state)
            state.entries[key] = Entry(answer: answer, lastUse: 0)
            state.bytes += size
            Self.touch(key, &state)
            while state.bytes > limit {
                if let oldest = state.uses[state.oldestUse] { Self.remove(oldest, &state) }
                state.oldestUse += 1
            }
        }
    }

    private static func touch(_ key: ResultKey, _ state: inout State) {
        guard let use = state.entries[key]?.lastUse else { return }
        state.uses[use] = nil
        state.lastUse += 1
        state.uses[state.lastUse] = key
        state.entries[key]?.lastUse = state.lastUse
    }

    private static func remove(_ key: ResultKey, _ state: inout State) {
        guard let entry = state.entries.removeValue(forKey: key) else { return }
        state.uses[entry.lastUse] = nil
        state.bytes -= entry.answer.count + overhead
    }

    /// What whoever watches over the server wants to know of it.
    package var metrics: [MetricFamily] {
        let (count, bytes) = state.withLock { ($0.entries.count, $0.bytes) }
        return [
            MetricFamily("iafa_result_cache_hits_total", .counter, "Answers that were known already.", hits.value),
            MetricFamily(
                "iafa_result_cache_misses_total",
                .counter,
                "Answers that might have been known, and were not.",
                misses.value
            ),
            MetricFamily("iafa_result_cache_answers", .gauge, "Answers in memory.", count),
            MetricFamily("iafa_result_cache_bytes", .gauge, "Memory that they take, about.", bytes),
        ]
    }
}
