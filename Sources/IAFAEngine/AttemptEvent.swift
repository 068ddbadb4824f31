/// An event as ``AttemptMachine`` sees it: all that any option of a funnel asks of it.
@usableFromInline
package struct AttemptEvent: Sendable, Equatable {
    /// The ``IAFACore/PersonKey`` of whose event it is, a person or a session.
    @usableFromInline package var key: UInt64

    /// Microseconds since 1970 UTC.
    @usableFromInline package var time: Int64

    /// When it was received, in microseconds; 0 where simultaneous events need no order.
    @usableFromInline package var received: Int64 = 0

    /// The key of its id; 0 where simultaneous events need no order.
    @usableFromInline package var id: UInt64 = 0

    /// Stands for the values of the properties that are held constant; 0 where none are.
    @usableFromInline package var held: UInt64 = 0

    /// The number of its value of the property that is broken down by; 0 where it has none.
    @usableFromInline package var value: UInt32 = 0

    /// The steps that it satisfies, as bits from 0.
    @usableFromInline package var steps: UInt32

    /// The exclusions that it falls under, as bits from 0.
    @usableFromInline package var exclusions: UInt32 = 0

    @inlinable
    package init(key: UInt64, time: Int64, steps: UInt32) {
        self.key = key
        self.time = time
        self.steps = steps
    }

    /// Whether it comes before another one: by person, time, reception and id.
    @inline(__always)
    func precedes(_ other: AttemptEvent) -> Bool {
        if key != other.key { return key < other.key }
        if time != other.time { return time < other.time }
        return received != other.received ? received < other.received : id < other.id
    }
}
