internal import Synchronization

/// Counts the changes of all metadata documents, so that whoever has read them knows whether they are still the same.
final class MetadataVersions: Sendable {
    /// A document that somebody else may replace.
    protocol Document: AnyObject, Sendable {
        /// Whether what is in memory is what is on disk.
        var isCurrent: Bool { get }
    }

    /// How late a change by another process may be noticed.
    private static let lookInterval: Duration = .milliseconds(10)

    private let count = Atomic<Int>(0)
    private let looked: Mutex<ContinuousClock.Instant?> = Mutex(nil)

    /// Takes note of a change.
    func advance() { count.add(1, ordering: .acquiringAndReleasing) }

    /// The present version; looks now and then whether one of the documents was replaced.
    func current(_ documents: () -> [any Document]) -> Int {
        let now = ContinuousClock.now
        let isDue = looked.withLock { looked in
            if let last = looked, now - last < Self.lookInterval { return false }
            looked = now
            return true
        }
        if isDue, !documents().allSatisfy(\.isCurrent) { advance() }
        return count.load(ordering: .acquiring)
    }
}
