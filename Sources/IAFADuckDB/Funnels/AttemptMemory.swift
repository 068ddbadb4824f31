internal import IAFAEngine
internal import Synchronization

/// Keeps the events that a scan gathers within a bound, by leaving persons for a later pass.
///
/// Each worker gathers into a source of its own and tells now and then how much it holds. Where all of it is too much,
/// half of the partitions go; every worker drops them as soon as it hears of it.
final class AttemptMemory: Sendable {
    let sources: [AttemptEventPartitions]
    private let limit: Int
    private let state: Mutex<State>

    private struct State {
        /// Partitions up to here are gathered in this pass.
        var upper = 0
        /// By worker: how many bytes it holds, up to where it gathers, whether it is at work.
        var bytes: [Int]
        var seen: [Int]
        var isAtWork: [Bool]
    }

    /// - `workers`: How many gather, each by its number from 0.
    /// - `limit`: How many bytes they may hold together.
    init(workers: Int, limit: Int) {
        self.limit = limit
        sources = (0..<workers).map { _ in AttemptEventPartitions() }
        let none = Array(repeating: 0, count: workers)
        state = Mutex(State(bytes: none, seen: none, isAtWork: Array(repeating: false, count: workers)))
    }

    /// Begins a pass over the partitions up to one.
    func begin(upTo upper: Int) {
        state.withLock { state in
            state.upper = upper
            for worker in sources.indices {
                (state.bytes[worker], state.seen[worker], state.isAtWork[worker]) = (0, upper, false)
            }
        }
    }

    /// The partition up to which is gathered.
    var upper: Int { state.withLock(\.upper) }

    /// Takes note of what a worker holds, and lets it drop what is not gathered any more.
    ///
    /// A worker calls it before it gathers anything, and at its end: what is not at work is dropped for it.
    ///
    /// - `lower`: The pass's first partition.
    /// - Returns: Up to where the worker goes on; nil where a single partition takes too much.
    func settle(_ worker: Int, lower: Int, hasEnded: Bool = false) -> Int? {
        state.withLock { state in
            state.bytes[worker] = sources[worker].byteCount
            state.isAtWork[worker] = !hasEnded
            drop(worker, &state)
            while state.bytes.reduce(0, +) > limit {
                // Those who have not yet heard of the last time are about to give back what they hold too much.
                guard state.seen.allSatisfy({ $0 == state.upper }) else { break }
                guard state.upper - lower > 1 else { return nil }
                state.upper = lower + (state.upper - lower) / 2
                drop(worker, &state)
                for other in sources.indices where !state.isAtWork[other] { drop(other, &state) }
            }
            return state.upper
        }
    }

    /// Ends a pass: nobody gathers any more.
    func end() {
        state.withLock { state in
            for worker in sources.indices { drop(worker, &state) }
        }
    }

    private func drop(_ worker: Int, _ state: inout State) {
        guard state.seen[worker] > state.upper else { return }
        sources[worker].removeAll(in: state.upper..<state.seen[worker])
        state.seen[worker] = state.upper
        state.bytes[worker] = sources[worker].byteCount
    }
}
