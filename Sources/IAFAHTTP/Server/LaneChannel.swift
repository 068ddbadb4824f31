internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1

/// Connections as Hummingbird has them, with ``RequestFraming`` and the ``TrackLane`` in them.
///
/// The first stands right behind the parser. The lane stands behind everything that watches over a connection,
/// Hummingbird's own state of it included, and right in front of the tasks that answer: so a request that it answers is
/// watched over as any other.
struct LaneChannel: ServerChildChannel {
    private let base: HTTP1Channel
    private let lane: TrackLane?

    /// A server; `lane`: Of its connections; nil for such as have none.
    static func server(_ configuration: HTTP1Channel.Configuration, _ lane: TrackLane?) -> HTTPServerBuilder {
        HTTPServerBuilder { responder in
            LaneChannel(base: HTTP1Channel(responder: responder, configuration: configuration), lane: lane)
        }
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { value in
            let pipeline = channel.pipeline.syncOperations
            let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(RequestFraming(), position: .after(parser))
            guard let lane else { return value }
            let state = try pipeline.handler(type: HTTPConnectionStateHandler.self)
            try pipeline.addHandler(TrackLaneHandler(lane), position: .after(state))
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
