/// Events on their way into ``OrderedFunnelMachine``, in any order, split by person so that cores can share the work.
///
/// Used by one thread at a time: the one that scans, then, once it has finished, the one that consumes. That is why the
/// class may cross threads unchecked; it doesn't guard itself.
package final class StageEventPartitions: @unchecked Sendable {
    /// The number of leading bits of a person's key that name the partition.
    @usableFromInline static var keyBits: UInt64 { 5 }

    /// The number of partitions.
    static let count = 1 << 5

    @usableFromInline let buffers: UnsafeMutablePointer<StageEventBuffer>

    /// An empty set of partitions; memory is taken as events come.
    package init() {
        buffers = .allocate(capacity: Self.count)
        for index in 0..<Self.count {
            (buffers + index).initialize(to: StageEventBuffer())
        }
    }

    deinit {
        for index in 0..<Self.count { buffers[index].deallocate() }
        buffers.deallocate()
    }

    /// The number of events.
    package var eventCount: Int {
        (0..<Self.count).reduce(0) { $0 + buffers[$1].count }
    }

    /// Adds an event.
    ///
    /// - Parameters:
    ///   - key: The person's key, well mixed in all bits, as ``IAFACore/PersonKey`` gives it.
    ///   - time: Microseconds since 1970 UTC.
    ///   - steps: The steps that the event satisfies as bits from 0, none beyond the funnel's last; not 0, or the event
    ///     only takes room.
    @inlinable
    @inline(__always)
    package func append(key: UInt64, time: Int64, steps: UInt32) {
        let buffer = buffers + Int(truncatingIfNeeded: key &>> (64 &- Self.keyBits))
        let count = buffer.pointee.count
        if count == buffer.pointee.capacity { buffer.pointee.grow() }
        (buffer.pointee.base + count).initialize(to: StageEvent(key: key, time: time, steps: steps))
        buffer.pointee.count = count &+ 1
    }

    /// Forgets the events and keeps the memory, for the next slice.
    package func removeAll() {
        for index in 0..<Self.count { buffers[index].count = 0 }
    }
}
