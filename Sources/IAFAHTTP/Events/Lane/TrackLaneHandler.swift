internal import HTTPTypes
internal import IAFACore
internal import NIOCore
internal import NIOHTTPTypes

/// Sits in the pipeline of each connection, in front of the tasks that answer, and lets a request take the
/// ``TrackLane`` where it can: what can't goes on as it came.
///
/// ## Why answers keep the order of requests
/// A request is only looked at when everything before it was answered: nothing is on the lane, and the tasks owe no
/// answer. While one is on the lane, what comes is held back in its order, errors and the end of what comes included,
/// and no more is read than what one read had brought. While the tasks owe an answer, all that comes goes to them, who
/// keep the order themselves.
final class TrackLaneHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// What came while a request was on its way into the log.
    private enum Held {
        case part(HTTPRequestPart)
        case failure(any Error)
        case end
    }

    private let lane: TrackLane
    private var mailbox: LaneMailbox?
    private var context: ChannelHandlerContext?

    /// The address of the other side; looked up at the first request.
    private lazy var peer = context?.channel.remoteAddress?.ipAddress

    /// The request that is on the lane: its body is being received or, then, its event written.
    private var current: TrackRequest?
    private var isWriting = false
    private var held = CircularBuffer<Held>()
    private var isReadHeld = false

    /// Requests that the tasks have not answered yet.
    private var unanswered = 0

    /// Whether the tasks were given anything since they were last told that this is all for now.
    private var hasPassed = false

    /// Whether nothing takes the lane any more: the connection ends.
    private var isClosed = false
    private var hasAnswered = false

    init(_ lane: TrackLane) { self.lane = lane }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        mailbox = lane.mailbox(of: context.eventLoop)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        held.removeAll()
    }

    // MARK: - What comes in

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let part = unwrapInboundIn(data)
        if isWriting {
            held.append(.part(part))
        } else {
            receive(part, context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        hasPassed = false
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if isWriting {
            held.append(.failure(error))
        } else {
            fail(error, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event as? ChannelEvent == .inputClosed else { return context.fireUserInboundEventTriggered(event) }
        if isWriting {
            held.append(.end)
        } else {
            endInput(context)
        }
    }

    /// Reading stops where something is held back, not before: a client that waits for its answer costs no calls.
    func read(context: ChannelHandlerContext) {
        if held.isEmpty {
            context.read()
        } else {
            isReadHeld = true
        }
    }

    private func receive(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        switch part {
        case .head(let head):
            if unanswered == 0, !isClosed { current = lane.request(head, peer: peer) }
            if current == nil { pass(part, context) }
        case .body(let bytes):
            if current == nil {
                pass(part, context)
            } else {
                current?.receive(bytes)
            }
        case .end(let trailers):
            guard let request = current else { return pass(part, context) }
            if trailers != nil || !take(request, context) {
                passCurrent(context)
                pass(part, context)
            }
        }
    }

    private func take(_ request: TrackRequest, _ context: ChannelHandlerContext) -> Bool {
        guard let mailbox else { return false }
        let handler = NIOLoopBound(self, eventLoop: context.eventLoop)
        isWriting = lane.take(request) { mailbox.post(LaneMailbox.Letter(handler: handler, result: $0)) }
        return isWriting
    }

    /// What can't be read any more, whoever reads the body tells the client.
    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        passCurrent(context)
        context.fireErrorCaught(error)
    }

    private func endInput(_ context: ChannelHandlerContext) {
        passCurrent(context)
        guard hasAnswered, unanswered == 0, !isClosed else {
            return context.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
        // The tasks, who know nothing of the answers that were given here, would cut off what isn't sent of them.
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in
            self.context?.fireUserInboundEventTriggered(ChannelEvent.inputClosed)
        }
        close(context: context, mode: .output, promise: promise)
    }

    // MARK: - The long way

    /// Gives something to the tasks.
    private func pass(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
        if case .head(let head) = part {
            unanswered += 1
            // It may be the last that the tasks answer.
            if head.headerFields[.connection].map({ $0.lowercased() != "keep-alive" }) ?? false { isClosed = true }
        }
        hasPassed = true
        context.fireChannelRead(wrapInboundOut(part))
    }

    /// Gives the request that is on the lane to the tasks, as far as it came.
    private func passCurrent(_ context: ChannelHandlerContext) {
        guard let request = current else { return }
        current = nil
        lane.giveBack(request)
        pass(.head(request.head), context)
        if request.body.readableBytes > 0 { pass(.body(request.body), context) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        if case .end = unwrapOutboundIn(data) { unanswered -= 1 }
        context.write(data, promise: promise)
    }

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        isClosed = true
        context.close(mode: mode, promise: promise)
    }

    // MARK: - The answer

    /// Goes on when the log has told what became of the event.
    func finish(_ result: Result<[EventVerdict], EventLogError>) {
        guard let request = current else { return }
        isWriting = false
        let answer = (try? result.get()).flatMap { lane.answer(request, $0) }
        guard let context else { return }
        if let answer {
            current = nil
            write(answer, context)
        } else {
            // Nothing was acknowledged; who sends again, on the long way, learns why.
            passCurrent(context)
            pass(.end(nil), context)
        }
        goOn(context)
    }

    private func write(_ answer: (head: HTTPResponse, body: ByteBuffer), _ context: ChannelHandlerContext) {
        hasAnswered = true
        context.write(wrapOutboundOut(.head(answer.head)), promise: nil)
        context.write(wrapOutboundOut(.body(answer.body)), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }

    /// Takes up what was held back.
    private func goOn(_ context: ChannelHandlerContext) {
        while !isWriting, let next = held.popFirst() {
            switch next {
            case .part(let part): receive(part, context)
            case .failure(let error): fail(error, context)
            case .end: endInput(context)
            }
        }
        if hasPassed { channelReadComplete(context: context) }
        if isReadHeld, held.isEmpty {
            isReadHeld = false
            context.read()
        }
    }
}

@available(*, unavailable)
extension TrackLaneHandler: Sendable {}
