import IAFACore
import Synchronization
import Testing

@Suite struct SharedWorkTests {
    /// Lets work begin, and holds it until it may end.
    private final class Gate: Sendable {
        private let stream: AsyncStream<Void>
        private let opening: AsyncStream<Void>.Continuation
        let begun = Atomic(0)

        init() { (stream, opening) = AsyncStream<Void>.makeStream() }

        func pass() async {
            begun.add(1, ordering: .relaxed)
            for await _ in stream { return }
        }

        func open() { opening.finish() }
    }

    private struct Failed: Error, Equatable {}

    private func until(_ condition: () -> Bool) async {
        while !condition() { await Task.yield() }
    }

    @Test func whoAsksMeanwhileGetsTheSame() async throws {
        let work = SharedWork<String, Int>()
        let gate = Gate()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<8 {
                group.addTask {
                    try await work.run("a") {
                        await gate.pass()
                        return number
                    }
                }
            }
            await until { gate.begun.load(ordering: .relaxed) == 1 }
            #expect(try await work.run("b") { 100 } == 100)
            // All have asked once they stand in line, or get what is known.
            await until { work.waitingCount == 7 }
            gate.open()
            var answers: Set<Int> = []
            for try await answer in group { answers.insert(answer) }
            #expect(answers.count == 1 && gate.begun.load(ordering: .relaxed) == 1)
        }
        #expect(work.sharedCount == 7)
        #expect(try await work.run("a") { 5 } == 5)
    }

    @Test func aFailureIsEverybodys() async {
        let work = SharedWork<String, Int>()
        let gate = Gate()
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    do {
                        _ = try await work.run("a") {
                            await gate.pass()
                            throw Failed()
                        }
                        return false
                    } catch { return error is Failed }
                }
            }
            await until { work.waitingCount == 2 }
            gate.open()
            for await isFailed in group { #expect(isFailed) }
        }
        #expect(gate.begun.load(ordering: .relaxed) == 1)
    }

    @Test func somebodyElseGoesOnWhereTheFirstLeaves() async throws {
        let work = SharedWork<String, Int>()
        let gates = [Gate(), Gate()]
        let first = Task {
            try await work.run("a") {
                await gates[0].pass()
                try Task.checkCancellation()
                return 0
            }
        }
        await until { gates[0].begun.load(ordering: .relaxed) == 1 }
        let second = Task {
            try await work.run("a") {
                await gates[1].pass()
                return 1
            }
        }
        let third = Task { try await work.run("a") { 2 } }
        await until { work.waitingCount == 2 }
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        await until { work.waitingCount <= 1 }
        gates[1].open()
        let answers = [try await second.value, try await third.value]
        #expect(answers == [1, 1] || answers == [2, 2])
    }

    @Test func whoLeavesWhileWaitingIsLetGo() async throws {
        let work = SharedWork<String, Int>()
        let gate = Gate()
        let first = Task {
            try await work.run("a") {
                await gate.pass()
                return 0
            }
        }
        await until { gate.begun.load(ordering: .relaxed) == 1 }
        let second = Task { try await work.run("a") { 1 } }
        await until { work.waitingCount == 1 }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        gate.open()
        #expect(try await first.value == 0)
    }
}
