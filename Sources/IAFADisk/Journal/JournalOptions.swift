/// The bounds of a journal.
package struct JournalOptions: Sendable, Equatable {
    /// A segment of this many bytes is followed by a new one.
    package var segmentByteCount = 16 << 20

    /// At most so many bytes wait to be written; more are refused as overload.
    package var maximumWaitingBytes = 64 << 20

    /// At most so many events wait to be written, repetitions included; more are refused as overload.
    package var maximumWaitingEvents = 100_000

    package init() {}
}
