import Testing

@testable import IAFACore

@Suite struct AttemptWindowsTests {
    private typealias Window = AttemptWindows.Window

    private static func window(_ key: UInt64, _ from: Int64, _ to: Int64, isConverted: Bool = false) -> Window {
        Window(place: FunnelPlace(key: key, start: from), from: from, to: to, isConverted: isConverted)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `an event is in the window in which it lies`(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var windows: [Window] = []
        var times: [UInt64: Int64] = [:]
        for _ in 0..<Int.random(in: 0...200, using: &random) {
            // Some keys are alike but for their last bits.
            let key = UInt64.random(in: 0...30, using: &random) << (seed % 2 == 0 ? 59 : 0)
            let from = (times[key] ?? 0) + Int64.random(in: 1...5, using: &random)
            let to = from + Int64.random(in: -1...5, using: &random)
            times[key] = max(from, to)
            windows.append(Self.window(key, from, to))
        }
        let found = AttemptWindows(windows.shuffled(using: &random), limit: 1_000)
        #expect(found.total == windows.count && found.windows.count == windows.count)
        for _ in 0..<200 {
            let key = UInt64.random(in: 0...31, using: &random) << (seed % 2 == 0 ? 59 : 0)
            let time = Int64.random(in: -1...60, using: &random)
            let expected = windows.first { $0.place.key == key && $0.from <= time && time <= $0.to }
            #expect(found.index(of: key, at: time).map { found.windows[$0] } == expected, "seed \(seed)")
        }
    }

    @Test func `of very many a fair part is taken, whole persons`() {
        let windows = (0..<40_000).flatMap { person -> [Window] in
            let key = PersonKey.key(of: "p\(person)")
            return [Self.window(key, 1, 5), Self.window(key, 7, 9, isConverted: person % 4 == 0)]
        }
        let part = AttemptWindows(windows, limit: 10_000)
        #expect(part.total == 80_000)
        #expect((9_000...11_000).contains(part.windows.count))
        #expect(Set(part.windows.map(\.place.key)).count * 2 == part.windows.count)
        let share = Double(part.windows.count(where: \.isConverted)) / Double(part.windows.count)
        #expect(abs(share - 0.125) < 0.02)
    }

    @Test func `nobody has no windows`() {
        let none = AttemptWindows([], limit: 10)
        #expect(none.range == nil && none.index(of: 5, at: 5) == nil && none.index(of: .max, at: 5) == nil)
    }

    /// Counts anew from all events of each window.
    @Test(arguments: 0..<100 as Range<UInt64>)
    func `types are counted by attempt and by event`(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let people = (0..<8).map { "p\($0)" }
        let windows = people.map { person in
            let from = Int64.random(in: 0...20, using: &random)
            let to = from + Int64.random(in: 0...20, using: &random)
            return Self.window(PersonKey.key(of: person), from, to, isConverted: Bool.random(using: &random))
        }
        let events = (0..<Int.random(in: 0...80, using: &random)).map { _ in
            (
                person: "p\(Int.random(in: 0...9, using: &random))", type: "t\(Int.random(in: 0...4, using: &random))",
                time: Int64.random(in: 0...40, using: &random)
            )
        }
        var counts = EventTypeCounts(AttemptWindows(windows, limit: 100), unit: .users)
        for event in events { try counts.add(event.person, event.type, event.time) }
        func isWithin(_ window: Window, _ event: (person: String, type: String, time: Int64)) -> Bool {
            window.place.key == PersonKey.key(of: event.person) && (window.from...window.to).contains(event.time)
        }
        for number in 0...4 {
            let type = "t\(number)"
            let hits = windows.filter { window in events.contains { $0.type == type && isWithin(window, $0) } }
            let count = counts.counts.first { $0.eventType == type }
            #expect(count?.attempts ?? 0 == hits.count, "seed \(seed)")
            #expect(count?.converted ?? 0 == hits.count(where: \.isConverted), "seed \(seed)")
            let times = events.count { event in event.type == type && windows.contains { isWithin($0, event) } }
            #expect(count?.events ?? 0 == times, "seed \(seed)")
        }
        #expect(counts.idleCount == windows.count { window in !events.contains { isWithin(window, $0) } })
    }

    @Test func `what would take too much memory is refused`() throws {
        let windows = (0..<10).map { Self.window(PersonKey.key(of: "p\($0)"), 0, 10) }
        var counts = EventTypeCounts(AttemptWindows(windows, limit: 100), unit: .users, mostPairs: 15)
        #expect(throws: EventStoreError.self) {
            for person in 0..<10 { for type in 0..<2 { try counts.add("p\(person)", "t\(type)", 5) } }
        }
        var many = EventTypeCounts(AttemptWindows([windows[0]], limit: 1), unit: .users)
        for type in 0..<EventTypeCounts.mostTypes + 5 { try many.add("p0", "t\(type)", 5) }
        #expect(many.isCut && many.counts.count == EventTypeCounts.mostTypes)
    }
}

extension EventTypeCounts {
    /// Takes in an event of a user.
    fileprivate mutating func add(_ person: String, _ type: String, _ time: Int64) throws {
        let (person, type) = (Array(person.utf8), Array(type.utf8))
        try person.withUnsafeBytes { person in
            try type.withUnsafeBytes { type in
                var glance = EventGlance(type: type, time: time)
                glance.userID = person
                try add(glance)
            }
        }
    }
}
