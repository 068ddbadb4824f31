internal import Crypto

/// 128 bits that stand for one event id of one project.
///
/// SHA-256, truncated. Two ids are taken for one only if their fingerprints are equal: among 10¹⁰ remembered ids the
/// odds are below 10⁻¹⁸ per id, and to make an id that silences somebody else's one needs a second preimage,
/// 2¹²⁸ hashes. A weaker hash would be faster, but a write key is public (it ships in apps): anyone may choose ids.
/// There is no key in it, so that fingerprints can be stored.
package struct EventFingerprint: Sendable, Hashable, Comparable {
    package let high: UInt64
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        // Zero marks a free place in the set.
        self.low = high == 0 && low == 0 ? 1 : low
    }

    /// The fingerprint of an event id within a project.
    package init(project: Identifier<Project>, id: String) {
        // An Identifier has no zero byte: nothing else than this pair gives these bytes.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(project.text.utf8.count + 1 + id.utf8.count)
        bytes.append(contentsOf: project.text.utf8)
        bytes.append(0)
        bytes.append(contentsOf: id.utf8)
        let words = SHA256.hash(data: bytes).withUnsafeBytes { digest in
            (
                digest.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                digest.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            )
        }
        self.init(high: UInt64(littleEndian: words.0), low: UInt64(littleEndian: words.1))
    }

    package static func < (left: EventFingerprint, right: EventFingerprint) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}
