internal import Synchronization

/// Does what several want at the same time once, for all of them.
///
/// Whoever comes first does it as part of its own task. If that task is cancelled, another one of those that wait
/// begins anew, so that nobody suffers from somebody else's leaving.
package final class SharedWork<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Outcome, Never>

    private enum Outcome {
        case isDone(Result<Value, any Error>)
        case isNext
        case cancelled
    }

    private struct State {
        var waiting: [Key: [(id: UInt64, waiter: Waiter)]] = [:]
        var lastID: UInt64 = 0
    }

    private let state = Mutex(State())
    private let shared = MetricCounter()

    package init() {}

    /// How often something was not done, since somebody else was doing it.
    package var sharedCount: Int { shared.value }

    /// How many wait for somebody else.
    package var waitingCount: Int { state.withLock { $0.waiting.values.reduce(0) { $0 + $1.count } } }

    /// Does it, or waits for whoever is doing it.
    ///
    /// - Throws: What `body` throws, `CancellationError`.
    package func run(_ key: Key, _ body: () async throws -> Value) async throws -> Value {
        switch await join(key) {
        case .isDone(let result):
            shared.add()
            return try result.get()
        case .cancelled: throw CancellationError()
        case .isNext: break
        }
        do {
            let value = try await body()
            finish(key, .success(value))
            return value
        } catch {
            if Task.isCancelled { handOver(key) } else { finish(key, .failure(error)) }
            throw error
        }
    }

    private func join(_ key: Key) async -> Outcome {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state -> Outcome? in
                    // Where the task was cancelled before, nobody will take it out.
                    if Task.isCancelled { return .cancelled }
                    guard state.waiting[key] != nil else {
                        state.waiting[key] = []
                        return .isNext
                    }
                    state.waiting[key]?.append((id, continuation))
                    return nil
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.waiting[key]?.firstIndex(where: { $0.id == id }) else { return nil }
                return state.waiting[key]?.remove(at: index).waiter
            }
            waiter?.resume(returning: .cancelled)
        }
    }

    private func finish(_ key: Key, _ result: Result<Value, any Error>) {
        let waiting = state.withLock { $0.waiting.removeValue(forKey: key) } ?? []
        for (_, waiter) in waiting { waiter.resume(returning: .isDone(result)) }
    }

    private func handOver(_ key: Key) {
        let next = state.withLock { state -> Waiter? in
            guard let waiting = state.waiting[key], !waiting.isEmpty else {
                state.waiting[key] = nil
                return nil
            }
            return state.waiting[key]?.removeFirst().waiter
        }
        next?.resume(returning: .isNext)
    }
}
