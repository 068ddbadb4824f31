internal import HummingbirdCore
internal import Logging
internal import NIOCore

/// Connections as Hummingbird has them, with the ``TrackLane`` in them.
///
/// The lane stands behind everything that watches over a connection, Hummingbird's own state of it included, and right
/// in front of the tasks that answer: so a request that it answers is watched over as any other.
struct LaneChannel: ServerChildChannel {
    private let base: HTTP1Channel
    private let lane: TrackLane

    /// A server whose connections have a lane; nil for one without.
    static func server(_ configuration: HTTP1Channel.Configuration, _ lane: TrackLane?) -> HTTPServerBuilder {
        guard let lane else { return .http1(configuration: configuration) }
        return HTTPServerBuilder { responder in
            LaneChannel(base: HTTP1Channel(responder: responder, configuration: configuration), lane: lane)
        }
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let state = try pipeline.handler(type: HTTPConnectionStateHandler.self)
            try pipeline.addHandler(TrackLaneHandler(lane), position: .after(state))
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
