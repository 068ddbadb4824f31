import IAFACore
import IAFATesting
import Testing

@Suite struct EventIDSetTests {
    private func fingerprint(_ number: Int, project: String = "p") -> EventFingerprint {
        EventFingerprint(project: .fixed(project), id: "event-\(number)")
    }

    @Test func knowsWhatWasInserted() {
        var ids = EventIDSet()
        let inserted = [
            ids.insert(fingerprint(1)),
            ids.insert(fingerprint(1)),
            ids.insert(fingerprint(1, project: "q")),
        ]
        #expect(inserted == [true, false, true])
        let known = [ids.contains(fingerprint(1)), ids.contains(fingerprint(2))]
        #expect(known == [true, false])
        let count = ids.count
        #expect(count == 2)
    }

    @Test func tellsApartWhatLooksAlike() {
        let pairs = [("a", "bc"), ("ab", "c"), ("abc", ""), ("a", "b"), ("a", "b\0"), ("a", "\0b")]
        let fingerprints = pairs.map { EventFingerprint(project: .fixed($0.0), id: $0.1) }
        #expect(Set(fingerprints).count == pairs.count)
    }

    @Test(arguments: 0..<5) func behavesLikeASet(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var ids = EventIDSet()
        var reference: Set<Int> = []
        for _ in 0..<20_000 {
            let number = Int.random(in: 0..<3_000, using: &random)
            if Int.random(in: 0..<5, using: &random) < 2 {
                let wasThere = ids.remove(fingerprint(number))
                #expect(wasThere == (reference.remove(number) != nil), "seed \(seed)")
            } else {
                let isNew = ids.insert(fingerprint(number))
                #expect(isNew == reference.insert(number).inserted, "seed \(seed)")
            }
        }
        let count = ids.count
        #expect(count == reference.count)
        let found = (0..<3_000).filter { ids.contains(fingerprint($0)) }
        #expect(Set(found) == reference)
    }

    @Test func listsWhatItHolds() {
        var ids = EventIDSet()
        for number in 0..<5_000 { _ = ids.insert(fingerprint(number)) }
        for number in 0..<2_000 { ids.remove(fingerprint(number)) }
        let listed = ids.fingerprints()
        #expect(listed.count == 3_000)
        #expect(Set(listed) == Set((2_000..<5_000).map { fingerprint($0) }))
    }

    @Test func takesAsManyBytesAsDocumented() {
        var ids = EventIDSet()
        for number in 0..<200_000 { _ = ids.insert(fingerprint(number)) }
        let bytesPerID = Double(ids.byteCount) / 200_000
        #expect((20.0...30.5).contains(bytesPerID))
    }
}
