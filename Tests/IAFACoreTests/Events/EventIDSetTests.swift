import IAFACore
import IAFATesting
import Testing

@Suite struct EventIDSetTests {
    private func fingerprint(_ number: Int, project: String = "p") -> EventFingerprint {
        EventFingerprint(project: .fixed(project), id: "event-\(number)")
    }

    private func day(_ number: Int, second: Int = 0) -> Timestamp {
        Timestamp(microseconds: (Int64(number) * 86_400 + Int64(second)) * 1_000_000)
    }

    @Test func knowsWhatWasInserted() {
        var ids = EventIDSet()
        let inserted = [
            ids.insert(fingerprint(1), receivedAt: day(1)),
            ids.insert(fingerprint(1), receivedAt: day(1)),
            ids.insert(fingerprint(1, project: "q"), receivedAt: day(1)),
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
                let isNew = ids.insert(fingerprint(number), receivedAt: day(number % 7))
                #expect(isNew == reference.insert(number).inserted, "seed \(seed)")
            }
        }
        let count = ids.count
        #expect(count == reference.count)
        let found = (0..<3_000).filter { ids.contains(fingerprint($0)) }
        #expect(Set(found) == reference)
    }

    @Test func remembersForSevenDaysAndForgetsThen() {
        var ids = EventIDSet()
        _ = ids.insert(fingerprint(1), receivedAt: day(10, second: 86_399))
        _ = ids.insert(fingerprint(2), receivedAt: day(17, second: 86_399))
        let before = (1...2).filter { ids.contains(fingerprint($0)) }
        #expect(before == [1, 2])
        _ = ids.insert(fingerprint(3), receivedAt: day(18))
        let after = (1...3).filter { ids.contains(fingerprint($0)) }
        #expect(after == [2, 3])
    }

    @Test func aClockSetBackForgetsNothing() {
        var ids = EventIDSet()
        _ = ids.insert(fingerprint(1), receivedAt: day(100))
        let inserted = [
            ids.insert(fingerprint(2), receivedAt: day(3)),
            ids.insert(fingerprint(2), receivedAt: day(3)),
            ids.insert(fingerprint(3), receivedAt: Timestamp(microseconds: .min)),
        ]
        #expect(inserted == [true, false, true])
        let known = (1...3).filter { ids.contains(fingerprint($0)) }
        #expect(known == [1, 2, 3])
    }

    @Test func takesAsManyBytesAsDocumented() {
        var ids = EventIDSet()
        for number in 0..<200_000 { _ = ids.insert(fingerprint(number), receivedAt: day(1)) }
        let bytesPerID = Double(ids.byteCount) / 200_000
        #expect((20.0...30.5).contains(bytesPerID))
    }
}
