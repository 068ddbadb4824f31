package import IAFACore

/// The names of event files: one place that makes and reads them.
///
/// `events_2026-05-17.parquet` is the file of a day; `events_2026-05-17.part-{first}-{last}.parquet` is an open part of
/// it that holds events of those sequence numbers, 20 digits each. What ends in `.tmp` was never finished.
package struct EventFileName: Hashable, Sendable {
    package let day: CalendarDay

    /// The sequence numbers within which the part's events lie; nil for the file of a day.
    package let part: ClosedRange<UInt64>?

    package init(day: CalendarDay, part: ClosedRange<UInt64>? = nil) {
        self.day = day
        self.part = part
    }

    /// Reads a file's name; nil where it is none of ours.
    package init?(_ text: String) {
        guard text.hasPrefix("events_"), text.hasSuffix(".parquet") else { return nil }
        let middle = text.dropFirst("events_".count).dropLast(".parquet".count)
        guard let day = try? CalendarDay(String(middle.prefix(10))) else { return nil }
        let rest = middle.dropFirst(10)
        if rest.isEmpty {
            self.init(day: day)
            return
        }
        guard rest.hasPrefix(".part-") else { return nil }
        let bounds = rest.dropFirst(".part-".count).split(separator: "-", omittingEmptySubsequences: false)
        guard bounds.count == 2, let first = UInt64(bounds[0]), let last = UInt64(bounds[1]), first <= last else {
            return nil
        }
        self.init(day: day, part: first...last)
        // Numbers can be written in several ways, a file's name in one.
        guard self.text == text else { return nil }
    }

    /// Reads the name of the file that a path leads to.
    package init?(ofPath path: String) {
        self.init(String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...]))
    }

    package var text: String {
        guard let part else { return "events_\(day).parquet" }
        return "events_\(day).part-\(Self.padded(part.lowerBound))-\(Self.padded(part.upperBound)).parquet"
    }

    private static func padded(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: 20 - digits.count) + digits
    }
}
