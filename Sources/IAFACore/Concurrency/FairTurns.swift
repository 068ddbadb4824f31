internal import Synchronization

/// Lets callers in a few at a time and makes the others wait, such that no group of them can keep the rest out.
///
/// A group has at most half of the places and half of the room for waiting, at least one of each. Of those that wait, a
/// group that had its turn longest ago comes first; within a group they come in order.
package final class FairTurns<Group: Hashable & Sendable>: Sendable {
    private struct Waiter {
        let id: UInt64
        let group: Group
        let continuation: CheckedContinuation<Outcome, Never>
    }

    private enum Outcome { case entered, cancelled }

    private struct State {
        var running: [Group: Int] = [:]
        var runningCount = 0
        var waiting: [Waiter] = []
        var lastID: UInt64 = 0

        /// When a group that runs or waits had its last turn, counted in turns; others are forgotten.
        var turns: [Group: UInt64] = [:]
        var turn: UInt64 = 0
    }

    private let width: Int
    private let limit: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - width: How many are in at once.
    ///   - limit: How many may wait.
    package init(width: Int, limit: Int) {
        self.width = width
        self.limit = limit
    }

    /// Waits for a place, and keeps it while `body` runs.
    ///
    /// - Throws: ``FairTurnsError`` where there is no room for waiting, or the task is cancelled while it waits.
    package func run<Value: Sendable>(
        as group: Group,
        _ body: () async -> Value
    ) async throws(FairTurnsError) -> Value {
        try await enter(group)
        let value = await body()
        leave(group)
        return value
    }

    /// How many wait.
    package var waitingCount: Int { state.withLock(\.waiting.count) }

    /// How many are in.
    package var runningCount: Int { state.withLock(\.runningCount) }

    private func enter(_ group: Group) async throws(FairTurnsError) {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        let outcome: Result<Outcome, FairTurnsError> = await withTaskCancellationHandler {
            do throws(FairTurnsError) {
                return .success(try await wait(id, group))
            } catch {
                return .failure(error)
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                guard let index = state.waiting.firstIndex(where: { $0.id == id }) else { return nil }
                return state.waiting.remove(at: index)
            }
            waiter?.continuation.resume(returning: .cancelled)
        }
        guard case .entered = try outcome.get() else { throw .cancelled }
    }

    private func wait(_ id: UInt64, _ group: Group) async throws(FairTurnsError) -> Outcome {
        var isFull = false
        let outcome = await withCheckedContinuation { continuation in
            let known = state.withLock { state -> Outcome? in
                // Where the task was cancelled before, nobody will take the waiter out.
                if Task.isCancelled { return .cancelled }
                if mayRun(group, state) {
                    begin(group, &state)
                    return .entered
                }
                let ofGroup = state.waiting.count { $0.group == group }
                guard state.waiting.count < limit, ofGroup < max(1, limit / 2) else {
                    isFull = true
                    return .cancelled
                }
                state.waiting.append(Waiter(id: id, group: group, continuation: continuation))
                return nil
            }
            if let known { continuation.resume(returning: known) }
        }
        if isFull { throw .full }
        return outcome
    }

    private func leave(_ group: Group) {
        let next = state.withLock { state -> [Waiter] in
            state.running[group, default: 1] -= 1
            state.runningCount -= 1
            if state.running[group] == 0 { state.running[group] = nil }
            var next: [Waiter] = []
            while let waiter = takeNext(&state) { next.append(waiter) }
            state.turns = state.turns.filter { entry in
                state.running[entry.key] != nil || state.waiting.contains { $0.group == entry.key }
            }
            return next
        }
        for waiter in next { waiter.continuation.resume(returning: .entered) }
    }

    /// Gives a place to one of those that wait.
    private func takeNext(_ state: inout State) -> Waiter? {
        let candidates = state.waiting.indices.filter { mayRun(state.waiting[$0].group, state) }
        let next = candidates.min { left, right in
            let turns = (state.turns[state.waiting[left].group] ?? 0, state.turns[state.waiting[right].group] ?? 0)
            return turns.0 == turns.1 ? left < right : turns.0 < turns.1
        }
        guard let next else { return nil }
        let waiter = state.waiting.remove(at: next)
        begin(waiter.group, &state)
        return waiter
    }

    private func mayRun(_ group: Group, _ state: State) -> Bool {
        state.runningCount < width && state.running[group] ?? 0 < max(1, width / 2)
    }

    private func begin(_ group: Group, _ state: inout State) {
        state.running[group, default: 0] += 1
        state.runningCount += 1
        state.turn += 1
        state.turns[group] = state.turn
    }
}

/// Why there was no turn.
package enum FairTurnsError: Error, Sendable, Equatable {
    /// As many wait as may.
    case full
    /// Who waited has gone.
    case cancelled
}
