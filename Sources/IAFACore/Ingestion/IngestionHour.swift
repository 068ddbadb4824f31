/// An hour of UTC, by the server's clock.
package struct IngestionHour: Sendable, Hashable, Comparable {
    private static let microseconds: Int64 = 3_600_000_000

    /// Hours since 1970.
    package let index: Int64

    package init(index: Int64) { self.index = index }

    /// The hour that a time is in.
    package init(_ time: Timestamp) {
        let (quotient, remainder) = time.microseconds.quotientAndRemainder(dividingBy: Self.microseconds)
        index = quotient - (remainder < 0 ? 1 : 0)
    }

    /// An hour of a day.
    ///
    /// - Parameters:
    ///   - day: The UTC day.
    ///   - hour: 0…23.
    package init(day: CalendarDay, hour: Int) { index = Int64(day.daysSinceEpoch) * 24 + Int64(hour) }

    package var start: Timestamp { Timestamp(microseconds: index * Self.microseconds) }

    package var day: CalendarDay { CalendarDay(start) }

    /// Its place within the day, 0…23.
    package var hourOfDay: Int { Int(index - Int64(day.daysSinceEpoch) * 24) }

    package static func < (left: IngestionHour, right: IngestionHour) -> Bool { left.index < right.index }
}
