/// An event as the funnel engine sees it: who, when, and for which steps.
@usableFromInline
package struct StageEvent: Sendable, Equatable {
    /// The person's ``IAFACore/PersonKey``; two persons with one key are one to the engine.
    @usableFromInline package var key: UInt64

    /// Microseconds since 1970 UTC.
    @usableFromInline package var time: Int64

    /// The steps that the event satisfies; bit i stands for step i, counted from 0.
    @usableFromInline package var steps: UInt32

    /// Makes an event; see the properties for units.
    @inlinable
    package init(key: UInt64, time: Int64, steps: UInt32) {
        self.key = key
        self.time = time
        self.steps = steps
    }

    /// Whether the event comes before another by person and, within a person, by time.
    @inline(__always)
    func precedes(_ other: StageEvent) -> Bool {
        key != other.key ? key < other.key : time < other.time
    }
}
