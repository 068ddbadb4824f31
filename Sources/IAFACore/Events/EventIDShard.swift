/// One table of fingerprints: linear probing, at most four fifths full, growing by half.
struct EventIDShard: Sendable {
    private static let firstCapacity = 16

    private var slots: [Slot] = []
    private var count = 0

    /// 16 bytes; all zero where it is free.
    private struct Slot: Equatable {
        var high: UInt64 = 0
        var low: UInt64 = 0

        var isFree: Bool { high | low == 0 }
    }

    var byteCount: Int { slots.capacity * MemoryLayout<Slot>.stride }

    func contains(_ fingerprint: EventFingerprint, hash: UInt64) -> Bool {
        guard !slots.isEmpty else { return false }
        return !slots[place(of: fingerprint, hash: hash)].isFree
    }

    /// Appends all fingerprints, in no order.
    func append(to all: inout [EventFingerprint]) {
        for slot in slots where !slot.isFree { all.append(EventFingerprint(high: slot.high, low: slot.low)) }
    }

    /// Adds a fingerprint that isn't in it.
    mutating func insert(_ fingerprint: EventFingerprint, hash: UInt64, seed: FingerprintSeed) {
        if (count + 1) * 5 > slots.count * 4 { grow(seed: seed) }
        slots[place(of: fingerprint, hash: hash)] = Slot(high: fingerprint.high, low: fingerprint.low)
        count += 1
    }

    mutating func remove(_ fingerprint: EventFingerprint, hash: UInt64, seed: FingerprintSeed) -> Bool {
        guard !slots.isEmpty else { return false }
        var hole = place(of: fingerprint, hash: hash)
        guard !slots[hole].isFree else { return false }
        // Close the gap, so that no probe ends before its fingerprint (Knuth, TAOCP 3, 6.4, algorithm R).
        var next = following(hole)
        while !slots[next].isFree {
            let slot = slots[next]
            let home = home(of: seed.hash(EventFingerprint(high: slot.high, low: slot.low)))
            if distance(from: home, to: next) >= distance(from: hole, to: next) {
                slots[hole] = slot
                hole = next
            }
            next = following(next)
        }
        slots[hole] = Slot()
        count -= 1
        return true
    }

    /// Where the fingerprint is, or the free slot where it would go.
    private func place(of fingerprint: EventFingerprint, hash: UInt64) -> Int {
        slots.withUnsafeBufferPointer { slots in
            var index = Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(slots.count)).high)
            while !slots[index].isFree, slots[index].low != fingerprint.low || slots[index].high != fingerprint.high {
                index += 1
                if index == slots.count { index = 0 }
            }
            return index
        }
    }

    private func home(of hash: UInt64) -> Int {
        Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(slots.count)).high)
    }

    private func following(_ index: Int) -> Int { index + 1 == slots.count ? 0 : index + 1 }

    private func distance(from start: Int, to end: Int) -> Int {
        end >= start ? end - start : end + slots.count - start
    }

    private mutating func grow(seed: FingerprintSeed) {
        let old = slots
        slots = [Slot](repeating: Slot(), count: max(Self.firstCapacity, old.count + old.count / 2))
        for slot in old where !slot.isFree {
            let fingerprint = EventFingerprint(high: slot.high, low: slot.low)
            slots[place(of: fingerprint, hash: seed.hash(fingerprint))] = slot
        }
    }
}
