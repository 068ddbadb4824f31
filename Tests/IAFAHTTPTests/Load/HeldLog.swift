import IAFACore
import Synchronization

/// A log that writes nothing until it is let: every call waits, and a test knows how many do.
final class HeldLog: EventLog {
    private struct State {
        var isOpen = false
        var held: [@Sendable () -> Void] = []
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let base: any EventLog
    private let state = Mutex(State())

    init(_ base: any EventLog) { self.base = base }

    func append(_ events: [Event], to project: Identifier<Project>, done: @escaping Completion) {
        let seen = state.withLock { state -> [CheckedContinuation<Void, Never>]? in
            if state.isOpen { return nil }
            state.held.append { [base] in base.append(events, to: project, done: done) }
            let seen = state.watchers.filter { $0.count <= state.held.count }
            state.watchers.removeAll { $0.count <= state.held.count }
            return seen.map(\.continuation)
        }
        guard let seen else { return base.append(events, to: project, done: done) }
        for continuation in seen { continuation.resume() }
    }

    func discard(through sequence: UInt64) async throws(EventLogError) { try await base.discard(through: sequence) }

    /// Waits until so many calls wait.
    func waitUntilHeld(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isSo = state.withLock { state in
                if state.held.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isSo { continuation.resume() }
        }
    }

    /// Lets all calls go on, those that wait and those that come.
    func open() {
        let held = state.withLock { state in
            state.isOpen = true
            defer { state.held = [] }
            return state.held
        }
        for call in held { call() }
    }
}
