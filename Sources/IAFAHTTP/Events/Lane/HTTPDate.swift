internal import IAFACore
internal import Synchronization

/// The time of day as the header `Date` has it (RFC 9110), written once a second.
final class HTTPDate: Sendable {
    private struct Written {
        var second: Int64 = .min
        var text = ""
    }

    private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private let clock: any WallClock
    private let written = Mutex(Written())

    init(clock: any WallClock = SystemWallClock()) { self.clock = clock }

    /// Of now.
    var text: String {
        let now = clock.now
        let second = now.microseconds / 1_000_000
        return written.withLock { written in
            if written.second != second { written = Written(second: second, text: Self.text(of: now)) }
            return written.text
        }
    }

    private static func text(of time: Timestamp) -> String {
        let day = CalendarDay(time)
        let second = Int((time.microseconds - day.start.microseconds) / 1_000_000)
        let clock = [second / 3_600, second / 60 % 60, second % 60].map(twoDigits).joined(separator: ":")
        let date = "\(twoDigits(day.day)) \(months[day.month - 1]) \(day.year)"
        return "\(weekdays[day.weekday - 1]), \(date) \(clock) GMT"
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
