/// An instant in microseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
///
/// Every `Int64` is a valid instant (±292,277 years). Its text form is RFC 3339 in UTC.
package struct Timestamp: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    package let microseconds: Int64

    /// The instant `microseconds` after 1970-01-01T00:00:00Z.
    package init(microseconds: Int64) { self.microseconds = microseconds }

    /// 1970-01-01T00:00:00Z.
    package static let epoch = Timestamp(microseconds: 0)
    /// The earliest instant.
    package static let distantPast = Timestamp(microseconds: .min)
    /// The latest instant.
    package static let distantFuture = Timestamp(microseconds: .max)

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    /// The instant `duration` later, its part below a microsecond dropped downwards.
    ///
    /// Stops at ``distantFuture`` and ``distantPast`` instead of overflowing.
    package func advanced(by duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let perMicrosecond: Int128 = 1_000_000_000_000
        let fraction = Int128(attoseconds)
        let micros = fraction / perMicrosecond - (fraction % perMicrosecond < 0 ? 1 : 0)
        let sum = Int128(microseconds) + Int128(seconds) * 1_000_000 + micros
        return Timestamp(microseconds: Int64(clamping: sum))
    }

    /// The time from `earlier` to this instant, exact; negative where it is the later one.
    package func duration(since earlier: Timestamp) -> Duration {
        // The difference of two Int64 can need 65 bits, a Duration has 128.
        .microseconds(microseconds) - .microseconds(earlier.microseconds)
    }

    package static func + (timestamp: Timestamp, duration: Duration) -> Timestamp { timestamp.advanced(by: duration) }

    package static func - (timestamp: Timestamp, duration: Duration) -> Timestamp {
        timestamp.advanced(by: .zero - duration)
    }

    package static func - (later: Timestamp, earlier: Timestamp) -> Duration { later.duration(since: earlier) }
}
