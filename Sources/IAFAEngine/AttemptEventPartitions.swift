/// Events on their way into ``AttemptMachine``, in any order, split by person.
///
/// Used by one thread at a time: the one that scans, then, a partition each, those that evaluate. That is why the class
/// may cross threads unchecked.
package final class AttemptEventPartitions: @unchecked Sendable {
    /// The number of partitions; the leading bits of a person's key name one.
    ///
    /// Many, since a scan that would take too much memory leaves some of them for later.
    package static let count = 1 << 8

    @usableFromInline static var keyBits: UInt64 { 8 }

    @usableFromInline let buffers: UnsafeMutablePointer<AttemptEventBuffer>

    /// An empty set of partitions; memory is taken as events come.
    package init() {
        buffers = .allocate(capacity: Self.count)
        for index in 0..<Self.count { (buffers + index).initialize(to: AttemptEventBuffer()) }
    }

    deinit {
        for index in 0..<Self.count { buffers[index].deallocate() }
        buffers.deallocate()
    }

    /// The partition of a person.
    @inlinable
    @inline(__always)
    package static func partition(of key: UInt64) -> Int { Int(truncatingIfNeeded: key &>> (64 &- keyBits)) }

    /// How many bytes of memory the events take.
    package var byteCount: Int {
        (0..<Self.count).reduce(0) { $0 + buffers[$1].capacity } * MemoryLayout<AttemptEvent>.stride
    }

    /// Adds an event.
    @inlinable
    @inline(__always)
    package func append(_ event: AttemptEvent) {
        let buffer = buffers + Self.partition(of: event.key)
        let count = buffer.pointee.count
        if count == buffer.pointee.capacity { buffer.pointee.grow() }
        (buffer.pointee.base + count).initialize(to: event)
        buffer.pointee.count = count &+ 1
    }

    /// Forgets some partitions' events and gives their memory back.
    package func removeAll(in partitions: Range<Int>) {
        for index in partitions where buffers[index].capacity > 0 { buffers[index].removeAll() }
    }
}
