/// How many different things there are, from a sample of their hashes: exact up to ``limit``, else within about 6 %.
///
/// Keeps the smallest hashes; how small they are tells how many there must be. Sketches of two sets give the one of
/// their union. Source: Bar-Yossef and others, Counting distinct elements in a data stream, RANDOM 2002.
package struct DistinctSketch: Sendable, Equatable {
    /// The most hashes that are kept, 8 bytes each; the standard error is 1/√limit.
    package static let limit = 256

    /// Ascending, each once.
    private(set) var hashes: [UInt64] = []

    package init() {}

    /// Takes hashes that a sketch kept; nil where they are none that it could have kept.
    init?(hashes: [UInt64]) {
        guard hashes.count <= Self.limit, zip(hashes, hashes.dropFirst()).allSatisfy(<) else { return nil }
        self.hashes = hashes
    }

    /// Whether ``count`` is no estimate.
    package var isExact: Bool { hashes.count < Self.limit }

    /// How many different things were added.
    package var count: Int {
        guard !isExact, let largest = hashes.last else { return hashes.count }
        let share = Double(largest) / Double(UInt64.max)
        return max(Self.limit, Int((Double(Self.limit - 1) / share).rounded()))
    }

    /// Adds a thing by its hash, which must be well mixed.
    mutating func insert(_ hash: UInt64) {
        if hashes.count == Self.limit, hash >= hashes[Self.limit - 1] { return }
        var low = 0
        var high = hashes.count
        while low < high {
            let middle = (low + high) / 2
            if hashes[middle] < hash { low = middle + 1 } else { high = middle }
        }
        if low < hashes.count, hashes[low] == hash { return }
        if hashes.count == Self.limit { hashes.removeLast() }
        hashes.insert(hash, at: low)
    }

    /// Adds what another sketch saw.
    mutating func merge(_ other: DistinctSketch) {
        guard !other.hashes.isEmpty, hashes != other.hashes else { return }
        var union: [UInt64] = []
        union.reserveCapacity(min(Self.limit, hashes.count + other.hashes.count))
        var left = 0
        var right = 0
        while union.count < Self.limit, left < hashes.count || right < other.hashes.count {
            if right == other.hashes.count || (left < hashes.count && hashes[left] <= other.hashes[right]) {
                if right < other.hashes.count, hashes[left] == other.hashes[right] { right += 1 }
                union.append(hashes[left])
                left += 1
            } else {
                union.append(other.hashes[right])
                right += 1
            }
        }
        hashes = union
    }
}
