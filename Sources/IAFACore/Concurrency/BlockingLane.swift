internal import Foundation
internal import Synchronization

/// Threads of their own for calls that block: the engine, bcrypt, fsync.
///
/// Never the cooperative pool.
package final class BlockingLane: Sendable {
    private let queue: OperationQueue
    private let limit: Int
    private let unfinished = Mutex(0)

    /// - Parameters:
    ///   - name: What the threads are called.
    ///   - width: How many calls run at once.
    ///   - limit: How many calls may be unfinished, those that run included.
    package init(name: String, width: Int, limit: Int = .max) {
        queue = OperationQueue()
        queue.name = name
        queue.maxConcurrentOperationCount = width
        self.limit = limit
    }

    /// Runs a call that blocks, in the order of asking where the lane is one wide.
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
        unfinished.withLock { count in
            guard force || count < limit else { return false }
            count += 1
            return true
        }
    }

    private func perform<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            queue.addOperation {
                let result = Result { () throws(Failure) in try body() }
                self.unfinished.withLock { $0 -= 1 }
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }
}
