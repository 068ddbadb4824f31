/// Finds the attempt in whose time an event lies, fast enough to ask of every event of a scan.
///
/// Of very many persons it takes a part, so that what is kept of each stays bounded: those whose keys end with some
/// zeros, which is a fair choice as keys are well mixed.
package struct AttemptWindows: Sendable {
    /// A stretch of one attempt.
    package struct Window: Sendable, Equatable {
        package let place: FunnelPlace
        /// The first µs that belongs to it.
        package let from: Int64
        /// The last µs that does.
        package let to: Int64
        package let isConverted: Bool

        package init(place: FunnelPlace, from: Int64, to: Int64, isConverted: Bool) {
            self.place = place
            self.from = from
            self.to = to
            self.isConverted = isConverted
        }
    }

    /// By person and beginning.
    package let windows: [Window]

    /// How many there were to choose from.
    package let total: Int

    /// Where the windows of the keys with the same leading bits begin.
    private let starts: [Int32]
    private let shift: UInt64

    /// Takes at most about `limit` windows; of one person, they don't overlap.
    package init(_ windows: [Window], limit: Int) {
        total = windows.count
        var mask: UInt64 = 0
        while windows.count >> mask.nonzeroBitCount > limit { mask = mask << 1 | 1 }
        let chosen = windows.filter { $0.place.key & mask == 0 }.sorted { $0.place < $1.place }
        self.windows = chosen
        var bits = 1
        while 1 << bits < chosen.count { bits += 1 }
        shift = UInt64(64 - bits)
        var starts: [Int32] = []
        starts.reserveCapacity(1 << bits + 1)
        for (index, window) in chosen.enumerated() {
            while starts.count <= Int(window.place.key >> shift) { starts.append(Int32(index)) }
        }
        while starts.count <= 1 << bits { starts.append(Int32(chosen.count)) }
        self.starts = starts
    }

    /// The place of the window of a person in which a time lies; nil where there is none.
    package func index(of key: UInt64, at time: Int64) -> Int? {
        let bucket = Int(key >> shift)
        for index in Int(starts[bucket])..<Int(starts[bucket + 1]) {
            let window = windows[index]
            if window.place.key == key, window.from <= time, time <= window.to { return index }
        }
        return nil
    }

    /// The times that the windows lie in; nil where there are none.
    package var range: Range<Timestamp>? {
        guard let first = windows.map(\.from).min(), let last = windows.map(\.to).max() else { return nil }
        return Timestamp(microseconds: first)..<Timestamp(microseconds: last == .max ? last : last + 1)
    }
}
