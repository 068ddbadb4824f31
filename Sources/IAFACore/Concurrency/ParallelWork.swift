internal import Dispatch
internal import Synchronization

/// Work that several threads share.
package enum ParallelWork {
    /// Runs the same on several threads, of which the caller's is one, and returns when all are done.
    ///
    /// Blocks. Whoever comes first takes the next piece of the work: where the system has fewer threads to give, the
    /// others do all of it.
    ///
    /// - Parameters:
    ///   - threads: How many threads, at least 1.
    ///   - body: Gets a number from 0 up, different for each thread.
    package static func run(threads: Int, _ body: @Sendable (_ worker: Int) -> Void) {
        withoutActuallyEscaping(body) { body in
            let others = DispatchGroup()
            for worker in 1..<max(1, threads) {
                let share = Share(body)
                others.enter()
                let code = SystemThread.start {
                    share.run(worker)
                    others.leave()
                }
                if code != 0 { others.leave() }
            }
            body(0)
            others.wait()
        }
    }

    /// Makes something of each of several values on several threads; in the order of the values.
    ///
    /// Blocks.
    package static func map<Value: Sendable, Made: Sendable>(
        _ values: [Value],
        threads: Int,
        _ body: @Sendable (Value) -> Made
    ) -> [Made] {
        guard threads > 1 else { return values.map(body) }
        let made = Mutex([Made?](repeating: nil, count: values.count))
        let next = Atomic(0)
        run(threads: threads) { _ in
            while true {
                let place = next.add(1, ordering: .relaxed).oldValue
                guard place < values.count else { return }
                let value = body(values[place])
                made.withLock { $0[place] = value }
            }
        }
        return made.withLock { $0.compactMap(\.self) }
    }

    /// What one thread does; lets go of it before the thread tells that it is done.
    private final class Share: @unchecked Sendable {
        // @unchecked: only the thread that it was made for uses it.
        private var body: (@Sendable (Int) -> Void)?

        init(_ body: @escaping @Sendable (Int) -> Void) { self.body = body }

        func run(_ worker: Int) {
            body?(worker)
            body = nil
        }
    }
}
