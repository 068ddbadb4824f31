internal import IAFACore

/// How an event store uses the machine.
package struct EventStoreOptions: Sendable {
    package var compression: ParquetCompression = .snappy

    /// The most memory that the engine may use for its own work, in MiB; beyond it, sorting uses the disk.
    package var engineMemory = 256

    /// Threads for scanning and counting; nil for one a core.
    package var threads: Int?

    /// Whether files may be written; only one process at a time may.
    package var isWritable = true

    package init() {}
}
