internal import NIOCore
internal import NIOHTTP1

/// Sits in the pipeline of each connection, right behind the parser, and sees to what that takes but HTTP/1 doesn't:
/// where a request ends, and whether another may follow, must not be understood differently by a proxy in front.
final class RequestFraming: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    /// Whether a request was refused, behind which nobody reads on.
    private var hasFailed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if hasFailed { return }
        guard case .head(let head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        do throws(UnreadableRequest) {
            context.fireChannelRead(wrapInboundOut(.head(try Self.checked(head))))
        } catch {
            hasFailed = true
            context.fireErrorCaught(error)
        }
    }

    /// The head such that what comes behind needs to know nothing of versions: the last request of a connection says
    /// `Connection: close`, and a length can be read as a number.
    private static func checked(_ head: HTTPRequestHead) throws(UnreadableRequest) -> HTTPRequestHead {
        var hosts = 0
        var coding: String?
        var isImmense = false
        // By length first, as this is done for each field of each request.
        for (name, value) in head.headers {
            switch name.utf8.count {
            case 4 where name.lowercased() == "host": hosts += 1
            case 14 where name.lowercased() == "content-length": isImmense = Int(value) == nil
            case 17 where name.lowercased() == "transfer-encoding": coding = coding.map { "\($0),\(value)" } ?? value
            default: break
            }
        }
        let isOld = (head.version.major, head.version.minor) < (1, 1)
        guard hosts == 1 || isOld && hosts == 0 else {
            throw UnreadableRequest("send the header Host, once")
        }
        if let coding, isOld || coding.lowercased() != "chunked" {
            throw UnreadableRequest(
                "of transfer encodings only chunked is read, in HTTP/1.1; say with Content-Encoding what is compressed"
            )
        }
        guard isImmense || !head.isKeepAlive else { return head }
        var head = head
        // Before any header changes, with which the parser's word is lost.
        if !head.isKeepAlive { head.headers.replaceOrAdd(name: "Connection", value: "close") }
        // Larger than any that is taken, either way.
        if isImmense { head.headers.replaceOrAdd(name: "Content-Length", value: String(Int.max)) }
        return head
    }
}

@available(*, unavailable)
extension RequestFraming: Sendable {}
