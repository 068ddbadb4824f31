internal import Foundation

/// How much the server takes on at once; what comes beyond is told to come again.
package struct LoadLimits: Sendable {
    /// Connections that are served.
    package var connections = 10_000

    /// Connections that are accepted beyond it, only to be told so; further ones wait unaccepted.
    var surplusConnections: Int { max(64, connections / 10) }

    /// Requests that were received and not yet answered.
    package var requests = LoadLimits.requestsPerCore * ProcessInfo.processInfo.activeProcessorCount

    /// Bytes of bodies that were received, and not yet answered.
    package var bodyBytes = 32 << 20

    /// How long a connection may say nothing, and how long the head of a request may take.
    package var idleTimeout: Duration = .seconds(75)

    /// How long a body may take to arrive, and an answer to be read.
    package var requestTimeout: Duration = .seconds(60)

    /// What a core answers within some 10 to 100 ms.
    package static let requestsPerCore = 256

    /// A body of which is known that it has no more is not watched while it comes in.
    static let smallBody = 64 << 10

    /// Bodies up to this size have a quarter of the room to themselves, so that large ones can't keep them out.
    static let usualBody = 256 << 10

    /// How much of a body has to come in each interval for as long as bodies are refused for want of room.
    static let paceBytes = 32 << 10
    static let paceInterval: Duration = .seconds(1)

    /// How long a surplus connection has to say what it wants.
    static let surplusTimeout: Duration = .seconds(5)

    package init() {}

    /// The room for bodies that a body of some size may use.
    func bodyRoom(for bytes: Int) -> Int { bytes > Self.usualBody ? bodyBytes / 4 * 3 : bodyBytes }
}
