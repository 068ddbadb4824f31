package import IAFACore

/// What an archive knew at a moment.
package struct EventIDSnapshot: Sendable {
    /// Grows with every change.
    package let version: Int
    var runs: [EventIDRun]

    /// The number of ids.
    package var count: Int { runs.reduce(0) { $0 + $1.count } }

    /// Their bytes on disk.
    package var byteCount: Int { runs.reduce(0) { $0 + $1.footer.fileByteCount } }

    /// Whether some of it could not be read since the archive was opened.
    var isUnreadable: Bool { runs.contains(where: \.isUnreadable) }

    /// Whether an id is known; may wait for the disk where a page isn't in memory.
    ///
    /// - Throws: ``DiskError`` where nobody can tell.
    package func contains(_ fingerprint: EventFingerprint) throws(DiskError) -> Bool {
        // Newest last: repetitions mostly follow soon.
        for run in runs.reversed() where try run.contains(fingerprint) { return true }
        return false
    }
}
