internal import IAFACore

/// Fingerprints in ascending order, of a run or in memory, one after the other.
struct EventIDCursor {
    /// Fingerprints of a run that are read at once.
    private static let pageCount = 16_384

    /// All of them, those that were passed included.
    let count: Int

    private let run: EventIDRun?
    private var page: [EventFingerprint]
    private var place = 0

    /// How many of the run were read.
    private var readCount = 0

    /// At the first of some fingerprints in memory, which ascend.
    init(_ fingerprints: [EventFingerprint]) {
        run = nil
        page = fingerprints
        count = fingerprints.count
    }

    /// At the first of a run.
    ///
    /// - Throws: ``DiskError``.
    init(_ run: EventIDRun) throws(DiskError) {
        self.run = run
        page = []
        count = run.count
        try readOn()
    }

    /// Where the cursor is; nil at the end.
    var current: EventFingerprint? { place < page.count ? page[place] : nil }

    /// Goes on to the next one.
    ///
    /// - Throws: ``DiskError``.
    mutating func advance() throws(DiskError) {
        place += 1
        if place == page.count { try readOn() }
    }

    private mutating func readOn() throws(DiskError) {
        guard let run, readCount < count else { return }
        page = try run.fingerprints(in: readCount..<min(readCount + Self.pageCount, count))
        readCount += page.count
        place = 0
    }
}
