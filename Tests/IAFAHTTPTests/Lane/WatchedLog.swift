import IAFACore
import Synchronization

/// A log that tells a test what was stored, and fails where the test wants it.
final class WatchedLog: EventLog {
    private struct State {
        var stored: [(project: Identifier<Project>, event: Event)] = []
        var failure: EventLogError?
    }

    private let base: any EventLog
    private let state = Mutex(State())

    init(_ base: any EventLog) { self.base = base }

    /// What all calls fail with; nil where they don't.
    var failure: EventLogError? {
        get { state.withLock { $0.failure } }
        set { state.withLock { $0.failure = newValue } }
    }

    /// What was accepted, in its order.
    var stored: [(project: Identifier<Project>, event: Event)] { state.withLock { $0.stored } }

    func append(_ events: [Event], to project: Identifier<Project>, done: @escaping Completion) {
        if let failure { return done(.failure(failure)) }
        base.append(events, to: project) { result in
            if case .success(let verdicts) = result {
                let accepted = zip(events, verdicts).filter { $0.1 == .accepted }.map(\.0)
                self.state.withLock { $0.stored += accepted.map { (project: project, event: $0) } }
            }
            done(result)
        }
    }

    func discard(through sequence: UInt64) async throws(EventLogError) { try await base.discard(through: sequence) }
}
