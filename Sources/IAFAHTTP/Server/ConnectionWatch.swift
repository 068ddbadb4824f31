internal import Hummingbird
internal import NIOCore
internal import Synchronization

/// Notices that the other side of a connection has gone, or says nothing any more, while a request is being answered.
///
/// A handler of each connection's pipeline, in front of the server's own.
final class ConnectionWatch: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = Never

    private struct State {
        var hasGone = false
        var last = 0
        var waiting: [Int: AsyncStream<Never>.Continuation] = [:]
    }

    private let state = Mutex(State())

    /// Whether the other side has gone.
    var hasGone: Bool { state.withLock(\.hasGone) }

    /// Returns when the other side goes, or the task is cancelled.
    func untilGone() async {
        let (stream, continuation) = AsyncStream<Never>.makeStream()
        let number = state.withLock { state -> Int? in
            guard !state.hasGone else { return nil }
            state.last += 1
            state.waiting[state.last] = continuation
            return state.last
        }
        guard let number else { return }
        for await _ in stream {}
        state.withLock { $0.waiting[number] = nil }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { note() }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        note()
        context.fireChannelInactive()
    }

    private func note() {
        let waiting = state.withLock { state in
            state.hasGone = true
            return state.waiting.values
        }
        for continuation in waiting { continuation.finish() }
    }
}

/// The client of a request that was being answered has gone; nobody will see the answer.
struct ClientGone: Error {}

extension IAFARequestContext {
    /// Does something for a client, and cancels it where the client goes before it is done.
    ///
    /// - Throws: ``ClientGone``, and what `body` throws.
    func whileClientWaits<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
        guard let watch = await connectionWatch() else { return try await body() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                await watch.untilGone()
                return nil
            }
            var value: Value?
            do {
                // Whatever ends first ends the other.
                while let next = try await group.next() {
                    group.cancelAll()
                    value = value ?? next
                }
            } catch {
                if watch.hasGone { throw ClientGone() }
                throw error
            }
            guard let value else { throw ClientGone() }
            return value
        }
    }

    /// Whether the client has gone.
    func clientHasGone() async -> Bool { await connectionWatch()?.hasGone ?? false }

    private func connectionWatch() async -> ConnectionWatch? {
        try? await channel.pipeline.handler(type: ConnectionWatch.self).get()
    }
}
