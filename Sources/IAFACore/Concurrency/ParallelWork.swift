internal import Dispatch

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
