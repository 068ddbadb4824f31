internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Sits in the pipeline of each connection and counts what it brings; what is too much is answered right here, on the
/// event loop, without waiting behind the requests that were taken on.
///
/// `/health` is always let through.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// A request that was passed on and not yet answered.
    private struct Unanswered {
        var bytes = 0
        var isComplete = false
    }

    private let load: ServerLoad
    private let timeout: TimeAmount

    /// In the order in which they came: more than one where a client doesn't wait for answers.
    private var unanswered = CircularBuffer<Unanswered>()
    private var isCounted = false

    /// Whether the connection is one more than the server serves.
    private var isSurplus = false

    /// Whether what comes belongs to a request that was refused.
    private var isRefusing = false

    /// When what is being read must have come whole; nil between requests.
    private var readDeadline: NIODeadline?

    /// When the client must have read some of its answer; nil where nothing waits for that.
    private var writeDeadline: NIODeadline?
    private var timer: Scheduled<Void>?

    init(_ load: ServerLoad) {
        self.load = load
        timeout = TimeAmount(load.limits.requestTimeout)
    }

    // MARK: - The connection

    func handlerAdded(context: ChannelHandlerContext) {
        isCounted = true
        isSurplus = !load.open()
        guard isSurplus else { return }
        readDeadline = .now() + TimeAmount(LoadLimits.surplusTimeout)
        watch(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { finish() }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
        context.fireChannelInactive()
    }

    private func finish() {
        guard isCounted else { return }
        isCounted = false
        load.close()
        while let request = unanswered.popFirst() { forget(request) }
        timer?.cancel()
        timer = nil
    }

    // MARK: - Requests

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): begin(head, context, data)
        case .body(let bytes):
            if isRefusing { return }
            if let last = unanswered.indices.last, !unanswered[last].isComplete {
                unanswered[last].bytes += bytes.readableBytes
                load.hold(bytes.readableBytes)
            }
            context.fireChannelRead(data)
        case .end:
            readDeadline = nil
            if isRefusing {
                isRefusing = false
                if isSurplus { context.close(promise: nil) }
                return
            }
            if let last = unanswered.indices.last, !unanswered[last].isComplete {
                unanswered[last].isComplete = true
                load.begin()
            }
            context.fireChannelRead(data)
        }
    }

    private func begin(_ head: HTTPRequest, _ context: ChannelHandlerContext, _ data: NIOAny) {
        if !isSurplus { readDeadline = .now() + timeout }
        // Answers go out in the order of requests, so that only one that nothing waits in front of can be refused here.
        if unanswered.isEmpty, let reason = obstacle(head) {
            isRefusing = true
            load.noteRefusal(reason)
            // Whoever waits to be asked for the body may never send it.
            Refusal(reason, closes: isSurplus || head.waitsToBeAsked).write(to: context)
            return
        }
        unanswered.append(Unanswered())
        context.fireChannelRead(data)
    }

    private func obstacle(_ head: HTTPRequest) -> Overload? {
        if head.path?.hasPrefix("/health/") == true { return nil }
        if isSurplus { return .connections }
        return load.obstacle(bodyLength: head.headerFields[.contentLength].flatMap(Int.init))
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // What came whole at once, as nearly all does, never needs the timer.
        if readDeadline != nil { watch(context) }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        if let request = unanswered.popFirst() { forget(request) }
        if isSurplus {
            // Only `/health` was asked for.
            context.writeAndFlush(data, promise: promise)
            context.close(promise: nil)
        } else {
            context.write(data, promise: promise)
        }
    }

    private func forget(_ request: Unanswered) {
        load.release(request.bytes)
        if request.isComplete { load.end(1) }
    }

    // MARK: - Time

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        writeDeadline = context.channel.isWritable ? nil : .now() + timeout
        if writeDeadline != nil { watch(context) }
        context.fireChannelWritabilityChanged()
    }

    private var deadline: NIODeadline? {
        guard let readDeadline, let writeDeadline else { return readDeadline ?? writeDeadline }
        return min(readDeadline, writeDeadline)
    }

    /// Sees to it that the connection is closed at the deadline, unless that is moved until then.
    private func watch(_ context: ChannelHandlerContext) {
        guard timer == nil, isCounted, let deadline else { return }
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.checkTime(context) }
    }

    private func checkTime(_ context: ChannelHandlerContext) {
        timer = nil
        guard let deadline else { return }
        if deadline <= .now() {
            context.close(promise: nil)
        } else {
            watch(context)
        }
    }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}
