internal import HTTPTypes
internal import NIOCore
internal import NIOHTTPTypes

/// Sits in the pipeline of each connection and ends it in such a way that the last answer arrives: after a request or
/// an answer that says so, and where what comes can't be read as HTTP, which it answers.
///
/// What was sent, but not read, when a socket is closed makes the system tell the other side to throw away what it has
/// not yet read. So only the way out is closed at first, and what still comes in is passed over for a while.
final class ConnectionEnding: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Requests that began and were not yet answered.
    private var unanswered = 0

    /// Whether the body of the newest request is still to come.
    private var isBodyOpen = false

    /// Whether the newest request is the last, as it says.
    private var isClosing = false

    /// Why nothing that comes can be read any more; nil where it can.
    private var failure: UnreadableRequest?

    /// Whether the answer that is being written is the last.
    private var isLast = false
    private var isEnding = false
    private var timer: Scheduled<Void>?

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isEnding { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            unanswered += 1
            isBodyOpen = true
            isClosing = head.headerFields[.connection] == "close"
        case .body: break
        case .end: isBodyOpen = false
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        // Nobody else asks for more where a route had not taken what came before.
        if isEnding { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Nobody asks what stands behind the last request.
        let isOver = isEnding || failure != nil || isClosing && !isBodyOpen
        guard let failure = UnreadableRequest(error) else {
            // The decoder tells of each further byte.
            if !isOver || !(error is ByteToMessageDecoderError) { context.fireErrorCaught(error) }
            return
        }
        if isOver { return }
        self.failure = failure
        if unanswered == 0 {
            // Who was answered before the body was there needs no second answer.
            if !isBodyOpen { Refusal(failure).write(to: context) }
            end(context)
        } else if isBodyOpen {
            // Whoever reads the body answers.
            context.fireErrorCaught(failure)
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.kind == .informational: context.write(data, promise: promise)
        case .head(var head) where unanswered == 1 && (isClosing || failure != nil && isBodyOpen):
            head.headerFields[.connection] = "close"
            isLast = true
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .head(let head):
            isLast = head.headerFields[.connection] == "close"
            context.write(data, promise: promise)
        case .body: context.write(data, promise: promise)
        case .end:
            unanswered -= 1
            context.write(data, promise: promise)
            if let failure, unanswered == 0, !isLast {
                Refusal(failure).write(to: context)
                isLast = true
            }
            if isLast { end(context) }
        }
    }

    private func end(_ context: ChannelHandlerContext) {
        if isEnding { return }
        isEnding = true
        context.flush()
        context.close(mode: .output, promise: nil)
        context.read()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(LoadLimits.surplusTimeout)) {
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) { timer?.cancel() }
}

@available(*, unavailable)
extension ConnectionEnding: Sendable {}
