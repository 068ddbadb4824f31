/// Why a text is no timestamp or date.
package struct TimestampError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong with a timestamp or date.
    package enum Reason: String, Sendable, Equatable, CaseIterable {
        /// The text has another form than the one asked for.
        case malformed
        /// A month, day, hour, minute, second or offset that doesn't exist, such as 30 February.
        case noSuchTime
        /// Neither `Z` nor an offset says which time zone is meant.
        case missingOffset
        /// The instant lies before year 0000 or after year 9999 in UTC.
        case outOfRange
    }

    /// What is wrong.
    package let reason: Reason
    /// The fault in plain words, fit for a client; never a piece of the text.
    package let message: String

    static let malformedTimestamp = TimestampError(
        reason: .malformed,
        message: "not an RFC 3339 timestamp such as 2026-01-31T12:00:00Z"
    )
    static let malformedDay = TimestampError(reason: .malformed, message: "not a date such as 2026-01-31")
    static let noSuchTime = TimestampError(reason: .noSuchTime, message: "there is no such date or time of day")
    static let missingOffset = TimestampError(
        reason: .missingOffset,
        message: "the time zone is missing: add Z or an offset such as +02:00"
    )
    static let outOfRange = TimestampError(reason: .outOfRange, message: "outside of the years 0000 to 9999 in UTC")

    package var description: String { message }
}
