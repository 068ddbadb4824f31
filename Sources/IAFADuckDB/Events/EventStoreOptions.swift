internal import IAFACore

/// How an event store uses the machine.
package struct EventStoreOptions: Sendable {
    package var compression: ParquetCompression = .snappy

    /// The most memory that questions may use in the engine, and that writing and merging files may, in MiB each.
    package var engineMemory = 256

    /// How long a question may take, its waiting for others included; nil for as long as it needs.
    package var questionLimit: Duration?

    /// Threads for scanning and counting; nil for one a core.
    package var threads: Int?

    /// Whether files may be written; only one process at a time may.
    package var isWritable = true

    package init() {}
}
