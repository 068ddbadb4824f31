/// Event ids in memory: what makes a repetition known until an archive of files holds the id.
///
/// Open addressing over 16-byte fingerprints. Memory: 20…30 bytes an id, 25 on average; see ``byteCount``. Split into
/// shards that grow one by one: to grow a table of millions at once would stop the intake for a second.
///
/// Not copyable, since a copy would double its memory by an oversight. Not synchronized: its owner is.
package struct EventIDSet: ~Copyable, Sendable {
    private var shards = [EventIDShard](repeating: EventIDShard(), count: 64)
    private let seed = FingerprintSeed.random()

    /// The number of ids remembered.
    package private(set) var count = 0

    /// An empty set, whose order in memory nobody outside can foresee.
    package init() {}

    /// The bytes of memory in use.
    package var byteCount: Int { shards.reduce(0) { $0 + $1.byteCount } }

    /// Remembers an id.
    ///
    /// - Returns: Whether it is new.
    package mutating func insert(_ fingerprint: EventFingerprint) -> Bool {
        let hash = seed.hash(fingerprint)
        let shard = Int(hash & 63)
        guard !shards[shard].contains(fingerprint, hash: hash) else { return false }
        shards[shard].insert(fingerprint, hash: hash, seed: seed)
        count += 1
        return true
    }

    /// Whether an id is remembered.
    package func contains(_ fingerprint: EventFingerprint) -> Bool {
        let hash = seed.hash(fingerprint)
        return shards[Int(hash & 63)].contains(fingerprint, hash: hash)
    }

    /// Forgets one id.
    ///
    /// - Returns: Whether it was remembered.
    @discardableResult
    package mutating func remove(_ fingerprint: EventFingerprint) -> Bool {
        let hash = seed.hash(fingerprint)
        guard shards[Int(hash & 63)].remove(fingerprint, hash: hash, seed: seed) else { return false }
        count -= 1
        return true
    }

    /// All ids, in no order.
    package func fingerprints() -> [EventFingerprint] {
        var all: [EventFingerprint] = []
        all.reserveCapacity(count)
        for shard in shards { shard.append(to: &all) }
        return all
    }
}
