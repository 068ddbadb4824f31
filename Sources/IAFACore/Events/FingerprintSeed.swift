/// What makes the places of fingerprints in tables and filters unpredictable.
///
/// Fingerprints can be chosen by whoever sends events, and ids that all fall into one place would make every look-up
/// long.
package struct FingerprintSeed: Sendable, Equatable {
    package let first: UInt64
    package let second: UInt64

    package init(first: UInt64, second: UInt64) {
        self.first = first
        self.second = second
    }

    package static func random() -> FingerprintSeed {
        FingerprintSeed(first: .random(in: 0 ... .max) | 1, second: .random(in: 0 ... .max) | 1)
    }

    /// Multiplies both halves by secret numbers and folds: all 64 bits are good for choosing places.
    package func hash(_ fingerprint: EventFingerprint) -> UInt64 {
        let product = (fingerprint.high ^ first).multipliedFullWidth(by: fingerprint.low ^ second)
        let folded = (product.high ^ product.low).multipliedFullWidth(by: first)
        return folded.high ^ folded.low
    }
}
