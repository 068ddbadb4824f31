/// What a journal has done since it was opened, and what it holds.
package struct JournalProgress: Sendable, Equatable {
    /// Segments on disk and their bytes.
    package var segmentCount = 0
    package var byteCount = 0

    /// The newest durable event; 0 where there never was one.
    package var lastSequence: UInt64 = 0

    /// Events made durable, and writes with one sync each, since opening.
    package var eventCount = 0
    package var syncCount = 0

    /// The time that writes took, their syncs included, since opening.
    package var syncDuration: Duration = .zero

    package init() {}
}
