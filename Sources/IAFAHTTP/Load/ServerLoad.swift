internal import IAFACore
internal import Logging
internal import Synchronization

/// What the server has on its hands: connections, requests and bodies, each under a bound.
final class ServerLoad: Sendable {
    let limits: LoadLimits
    private let connections = Atomic(0)
    private let requests = Atomic(0)
    private let bodyBytes = Atomic(0)
    private let refusals = RareNotice()
    private let logger: Logger

    init(limits: LoadLimits = LoadLimits(), logger: Logger) {
        self.limits = limits
        self.logger = logger
    }

    /// Counts a connection.
    ///
    /// - Returns: Whether it is one of those that are served.
    func open() -> Bool { connections.add(1, ordering: .relaxed).newValue <= limits.connections }

    func close() { connections.subtract(1, ordering: .relaxed) }

    /// Counts a request that was received whole.
    func begin() { requests.add(1, ordering: .relaxed) }

    /// Takes note that requests were answered.
    func end(_ count: Int) { requests.subtract(count, ordering: .relaxed) }

    /// Counts bytes that were received.
    func hold(_ bytes: Int) { bodyBytes.add(bytes, ordering: .relaxed) }

    func release(_ bytes: Int) { bodyBytes.subtract(bytes, ordering: .relaxed) }

    /// Why a request is not taken on; nil where it is.
    ///
    /// `bodyLength`: Of its body, as it says; nil where it doesn't.
    func obstacle(bodyLength: Int?) -> Overload? {
        if requests.load(ordering: .relaxed) >= limits.requests { return .requests }
        let length = bodyLength ?? 0
        // A body that alone exceeds the room is refused for its size, elsewhere; any number may stand here.
        guard (0...limits.bodyBytes).contains(length) else { return nil }
        return bodyBytes.load(ordering: .relaxed) + length <= limits.bodyRoom(for: length) ? nil : .bodies
    }

    /// Whether a body of which some bytes came may go on.
    func hasRoom(received: Int) -> Bool {
        bodyBytes.load(ordering: .relaxed) <= limits.bodyRoom(for: received)
    }

    /// Tells the log of a refusal, or counts it until the log may be told again.
    func noteRefusal(_ reason: Overload) {
        guard let count = refusals.note() else { return }
        logger.warning(
            "more comes in than the server takes on; clients are told to come again",
            metadata: ["refused": "\(count)", "reason": "\(reason.message)"]
        )
    }
}
