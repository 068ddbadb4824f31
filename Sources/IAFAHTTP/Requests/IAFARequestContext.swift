package import Hummingbird
internal import NIOCore

/// What is known of a request besides its content.
package struct IAFARequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage

    /// The address that the connection comes from, without the port; nil where it isn't an IP connection.
    let peerAddress: String?

    /// The address that the request comes from: as the peer, or as a trusted proxy says.
    var clientAddress: String?

    /// What the answer will tell of rate limits.
    let rates = RequestRates()
    /// The connection that the request came by.
    let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        peerAddress = source.channel.remoteAddress?.ipAddress
        clientAddress = peerAddress
    }
}
