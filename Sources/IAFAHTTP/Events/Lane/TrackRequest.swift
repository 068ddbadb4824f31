internal import HTTPTypes
internal import IAFACore
internal import NIOCore

/// A request on the ``TrackLane``, with all that the long way would need to answer it.
struct TrackRequest {
    let head: HTTPRequest

    /// The route, as the router writes it.
    let path: String
    let sender: KeyRing.Entry

    /// Where it comes from; nil where that isn't known.
    let address: String?

    /// What it counts against, and how much of that is left: it is counted.
    let quotas: RequestRates.Quotas
    let verdict: RateVerdict
    let start = ContinuousClock.now
    private(set) var body = ByteBuffer()

    init(
        _ head: HTTPRequest,
        path: String,
        _ sender: KeyRing.Entry,
        address: String?,
        _ quotas: RequestRates.Quotas,
        _ verdict: RateVerdict
    ) {
        self.head = head
        self.path = path
        self.sender = sender
        self.address = address
        self.quotas = quotas
        self.verdict = verdict
    }

    /// Adds what came of the body.
    mutating func receive(_ bytes: ByteBuffer) {
        if body.readableBytes == 0 {
            body = bytes
        } else {
            var bytes = bytes
            body.writeBuffer(&bytes)
        }
    }
}
