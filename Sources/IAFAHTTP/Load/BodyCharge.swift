internal import Synchronization

/// What a body takes in memory beyond the bytes that came over the wire.
///
/// It goes along with the task that answers a request, so that decompression is charged whichever route asks for it.
final class BodyCharge: Sendable {
    @TaskLocal static var current: BodyCharge?

    private let load: ServerLoad
    private let bytes = Atomic(0)

    init(_ load: ServerLoad) { self.load = load }

    /// Charges what came out of decompression, until the request is answered.
    ///
    /// - Throws: ``Overload/bodies`` where there is no room for it.
    func add(_ count: Int) throws(Overload) {
        load.hold(count)
        bytes.add(count, ordering: .relaxed)
        guard load.hasRoom(received: count) else {
            load.noteRefusal(.bodies)
            throw .bodies
        }
    }

    func release() { load.release(bytes.exchange(0, ordering: .relaxed)) }
}
