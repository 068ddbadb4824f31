package import Hummingbird
internal import NIOCore

/// What is known of a request besides its content.
package struct IAFARequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage

    /// The address that the connection comes from, without the port; nil where it isn't an IP connection.
    let peerAddress: String?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peerAddress = source.channel.remoteAddress?.ipAddress
    }
}
