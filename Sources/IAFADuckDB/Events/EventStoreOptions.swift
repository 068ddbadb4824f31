internal import IAFACore

/// How an event store uses the machine.
package struct EventStoreOptions: Sendable {
    package var compression: ParquetCompression = .snappy

    /// The most memory that questions may use in the engine, and that writing and merging files may, in MiB each.
    package var engineMemory = 256

    /// How long a question may take, its waiting for others included; nil for as long as it needs.
    package var questionLimit: Duration?

    /// How many events that are in no stage index a funnel may have in memory at once, 24 bytes each; where there are
    /// more, days follow one another.
    var heldEvents = 2_000_000

    /// Whether funnels find their events in stage indexes, and indexes are made.
    package var usesStageIndex = true

    /// Threads for scanning and counting; nil for one a core.
    package var threads: Int?

    /// Whether files may be written; only one process at a time may.
    package var isWritable = true

    package init() {}
}
