import IAFACore
import Synchronization
import Testing

struct FairTurnsTests {
    /// Callers that stay in until they are told to go, and the order in which they came in.
    private final class Visitors: Sendable {
        let turns: FairTurns<String>
        private let entered: Mutex<[String]> = Mutex([])
        private let doors: Mutex<[String: CheckedContinuation<Void, Never>]> = Mutex([:])

        init(width: Int, limit: Int) { turns = FairTurns(width: width, limit: limit) }

        var names: [String] { entered.withLock(\.self) }

        /// `name`: The group's letter, then whatever tells its members apart.
        func visit(_ name: String) async throws(FairTurnsError) {
            try await turns.run(as: String(name.prefix(1))) {
                await withCheckedContinuation { door in
                    doors.withLock { $0[name] = door }
                    entered.withLock { $0.append(name) }
                }
            }
        }

        func letGo(_ name: String) { doors.withLock { $0.removeValue(forKey: name) }?.resume() }
    }

    private func until(_ condition: () -> Bool) async {
        while !condition() { await Task.yield() }
    }

    @Test func `a group has half of the places, and groups take turns`() async throws {
        let visitors = Visitors(width: 2, limit: 20)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, name) in ["a1", "a2", "a3", "b1", "b2", "c1"].enumerated() {
                group.addTask { try await visitors.visit(name) }
                await until { visitors.names.count + visitors.turns.waitingCount == index + 1 }
            }
            // The second of a group waits although there is a place, until another group takes it.
            #expect(visitors.names == ["a1", "b1"])
            visitors.letGo("a1")
            await until { visitors.names.count == 3 }
            // Whoever never had a turn comes before those who had one.
            #expect(visitors.names.last == "c1")
            visitors.letGo("b1")
            await until { visitors.names.count == 4 }
            #expect(visitors.names.last == "a2")
            visitors.letGo("c1")
            await until { visitors.names.count == 5 }
            #expect(visitors.names.last == "b2")
            visitors.letGo("a2")
            await until { visitors.names.count == 6 }
            visitors.letGo("a3")
            visitors.letGo("b2")
            try await group.waitForAll()
        }
        #expect(visitors.turns.runningCount == 0)
    }

    @Test func `beyond the room for waiting, all of it or a group's half, callers are refused`() async throws {
        let visitors = Visitors(width: 2, limit: 4)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for name in ["a1", "b1", "a2", "a3", "b2", "b3"] {
                let before = visitors.names.count + visitors.turns.waitingCount
                group.addTask { try await visitors.visit(name) }
                await until { visitors.names.count + visitors.turns.waitingCount == before + 1 }
            }
            await #expect(throws: FairTurnsError.full) { try await visitors.visit("a4") }
            await #expect(throws: FairTurnsError.full) { try await visitors.visit("c1") }
            for name in ["a1", "b1", "a2", "b2", "a3", "b3"] {
                await until { visitors.names.contains(name) }
                visitors.letGo(name)
            }
            try await group.waitForAll()
        }
    }

    @Test func `who is cancelled while waiting makes room, who is in is not disturbed`() async throws {
        let visitors = Visitors(width: 1, limit: 2)
        let first = Task { try await visitors.visit("a1") }
        await until { visitors.names == ["a1"] }
        let second = Task { try await visitors.visit("b1") }
        await until { visitors.turns.waitingCount == 1 }
        second.cancel()
        await #expect(throws: FairTurnsError.cancelled) { try await second.value }
        #expect(visitors.turns.waitingCount == 0)
        first.cancel()
        let third = Task { try await visitors.visit("c1") }
        await until { visitors.turns.waitingCount == 1 }
        visitors.letGo("a1")
        try await first.value
        await until { visitors.names == ["a1", "c1"] }
        visitors.letGo("c1")
        try await third.value
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            try await visitors.visit("d1")
        }
        late.cancel()
        await #expect(throws: FairTurnsError.cancelled) { try await late.value }
    }
}
