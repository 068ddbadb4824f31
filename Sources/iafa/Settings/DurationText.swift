/// Durations as people write them on a command line.
enum DurationText {
    private static let units: [(letter: Character, seconds: Int64)] = [
        ("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400), ("w", 7 * 86_400),
    ]

    /// Reads `90s`, `30m`, `12h`, `7d`, `2w`, or plain seconds; nil of anything else.
    static func parse(_ text: String) -> Duration? {
        guard let last = text.last else { return nil }
        let unit = units.first { $0.letter == last }
        let digits = unit == nil ? Substring(text) : text.dropLast()
        guard digits.allSatisfy(\.isASCII), let number = Int64(digits), number >= 0 else { return nil }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: unit?.seconds ?? 1)
        return overflow ? nil : .seconds(seconds)
    }

    /// Seconds in the two largest units: `3 d 4 h`.
    static func short(_ seconds: Double) -> String {
        guard seconds >= 1 else { return "\(Int(seconds * 1_000)) ms" }
        var rest = Int64(seconds)
        var parts: [String] = []
        for (letter, length) in units.reversed() where letter != "w" && rest >= length && parts.count < 2 {
            parts.append("\(rest / length) \(letter == "m" ? "min" : String(letter))")
            rest %= length
        }
        return parts.joined(separator: " ")
    }
}
