internal import DuckDB
internal import Foundation
internal import IAFACore
internal import Synchronization

/// Tells work that blocks that it has to end: who asked has gone, its time is over, or the process ends.
///
/// The work asks between pieces of its own, and lets the engine be interrupted where that has the word.
final class StopSignal: Sendable {
    /// How long to wait before the engine is interrupted again: it forgets an interruption that comes as it begins.
    private static let pause: DispatchTimeInterval = .milliseconds(20)

    private let isSet = Atomic(false)
    private let state = Mutex(State())

    private struct State {
        var reason: EventStoreError?
        var connections: [ObjectIdentifier: Connection] = [:]
    }

    /// Whether the work has to end; cheap enough to ask for every row.
    var isStopped: Bool { isSet.load(ordering: .relaxed) }

    /// Ends the work.
    ///
    /// Doesn't wait. The first reason stays.
    func stop(_ reason: EventStoreError) {
        state.withLock { $0.reason = $0.reason ?? reason }
        isSet.store(true, ordering: .relaxed)
        interrupt()
    }

    /// Why the work has to end; nil as long as it needn't.
    var reason: EventStoreError? { state.withLock(\.reason) }

    /// - Throws: The reason, once there is one.
    func check() throws(EventStoreError) {
        guard isStopped, let reason else { return }
        throw reason
    }

    /// Runs a piece of work whose statements run on one connection.
    ///
    /// - Throws: What `body` throws; where it was interrupted, that is an error of the kind `interrupt`.
    func watch<Value, Failure: Error>(
        _ connection: Connection,
        _ body: () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let id = ObjectIdentifier(connection)
        state.withLock { $0.connections[id] = connection }
        defer { state.withLock { $0.connections[id] = nil } }
        if isStopped { interrupt() }
        return try body()
    }

    /// Interrupts what runs, until nothing does.
    private func interrupt() {
        let running = state.withLock { Array($0.connections.values) }
        guard !running.isEmpty else { return }
        for connection in running { connection.interrupt() }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.pause) { self.interrupt() }
    }
}
