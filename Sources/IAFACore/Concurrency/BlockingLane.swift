internal import Dispatch
internal import Synchronization

/// Threads of their own for calls that block: the engine, bcrypt, fsync.
///
/// Never the cooperative pool. A thread ends when there is nothing more to do.
package final class BlockingLane: Sendable {
    private struct State {
        var calls: [@Sendable () -> Void] = []
        var threads = 0
        var unfinished = 0
    }

    private let width: Int
    private let limit: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - width: How many calls run at once.
    ///   - limit: How many calls may be unfinished, those that run included.
    package init(width: Int, limit: Int = .max) {
        self.width = width
        self.limit = limit
    }

    /// Runs a call that blocks, in the order of asking where the lane is one wide; however many wait already.
    ///
    /// - Throws: What the call throws.
    package func run<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        _ = enter(force: true)
        return try await perform(body)
    }

    /// As ``run(_:)``, where there is room.
    ///
    /// - Returns: Nil at once where too many calls are unfinished.
    /// - Throws: What the call throws.
    package func runIfFree<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value? {
        guard enter(force: false) else { return nil }
        return try await perform(body)
    }

    private func enter(force: Bool) -> Bool {
        state.withLock { state in
            guard force || state.unfinished < limit else { return false }
            state.unfinished += 1
            return true
        }
    }

    private func perform<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            add {
                let result = Result { () throws(Failure) in try body() }
                self.state.withLock { $0.unfinished -= 1 }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }

    private func add(_ call: @escaping @Sendable () -> Void) {
        let needsThread = state.withLock { state in
            state.calls.append(call)
            guard state.threads < width else { return false }
            state.threads += 1
            return true
        }
        if needsThread, SystemThread.start({ self.work() }) != 0 {
            // Rather a thread that others need too than a call that nobody makes.
            DispatchQueue.global().async { self.work() }
        }
    }

    private func work() {
        while let call = next() { call() }
    }

    private func next() -> (@Sendable () -> Void)? {
        state.withLock { state in
            if state.calls.isEmpty {
                state.threads -= 1
                return nil
            }
            return state.calls.removeFirst()
        }
    }
}
