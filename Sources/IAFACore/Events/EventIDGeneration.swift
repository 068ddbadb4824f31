/// The ids of the events received on one UTC day.
///
/// Split into shards that grow one by one: to grow a table of millions at once would stop the intake for a second.
struct EventIDGeneration: Sendable {
    /// Days since 1970.
    let day: Int64
    private(set) var count = 0
    private var shards = [EventIDShard](repeating: EventIDShard(), count: 64)

    init(day: Int64) { self.day = day }

    var byteCount: Int { shards.reduce(0) { $0 + $1.byteCount } }

    func contains(_ fingerprint: EventFingerprint, seed: Seed) -> Bool {
        let hash = seed.hash(fingerprint)
        return shards[Int(hash & 63)].contains(fingerprint, hash: hash)
    }

    /// Adds a fingerprint that isn't in it.
    mutating func insert(_ fingerprint: EventFingerprint, seed: Seed) {
        let hash = seed.hash(fingerprint)
        shards[Int(hash & 63)].insert(fingerprint, hash: hash, seed: seed)
        count += 1
    }

    mutating func remove(_ fingerprint: EventFingerprint, seed: Seed) -> Bool {
        let hash = seed.hash(fingerprint)
        guard shards[Int(hash & 63)].remove(fingerprint, hash: hash, seed: seed) else { return false }
        count -= 1
        return true
    }

    /// What makes places in the tables unpredictable: fingerprints can be chosen by whoever sends events, and ids that
    /// all fall into one place would make every look-up long.
    struct Seed: Sendable {
        let first: UInt64
        let second: UInt64

        static func random() -> Seed {
            Seed(first: .random(in: 0 ... .max) | 1, second: .random(in: 0 ... .max) | 1)
        }

        /// Multiplies both halves by secret numbers and folds: the shard is taken from the low bits, the place from the
        /// high ones.
        func hash(_ fingerprint: EventFingerprint) -> UInt64 {
            let product = (fingerprint.high ^ first).multipliedFullWidth(by: fingerprint.low ^ second)
            let folded = (product.high ^ product.low).multipliedFullWidth(by: first)
            return folded.high ^ folded.low
        }
    }
}
