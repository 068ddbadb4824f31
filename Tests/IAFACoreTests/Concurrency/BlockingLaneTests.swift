import Foundation
import IAFACore
import Synchronization
import Testing

struct BlockingLaneTests {
    /// Calls that compute, as a long question does, until they are let go: a thread that sleeps would be replaced.
    private final class Busy: Sendable {
        private let running = Atomic(0)
        private let isOver = Atomic(false)

        var count: Int { running.load(ordering: .relaxed) }

        func run() {
            running.add(1, ordering: .relaxed)
            while !isOver.load(ordering: .relaxed) { sched_yield() }
        }

        func end() { isOver.store(true, ordering: .relaxed) }
    }

    @Test func `calls that block leave the tasks of Swift alone, however many they are`() async {
        let count = ProcessInfo.processInfo.activeProcessorCount + 1
        let lane = BlockingLane(width: count)
        let busy = Busy()
        await withTaskGroup { group in
            for _ in 0..<count { group.addTask { await lane.run { busy.run() } } }
            while busy.count < count { await Task.yield() }
            busy.end()
        }
    }

    @Test func `calls of a lane one wide run one by one, in order`() async {
        let lane = BlockingLane(width: 1)
        let order: Mutex<[Int]> = Mutex([])
        for number in 0..<100 { await lane.run { order.withLock { $0.append(number) } } }
        #expect(order.withLock(\.self) == Array(0..<100))
    }

    @Test func `work that is shared is done once, and by the time it returns`() {
        for threads in [1, 2, 16] {
            let next = Atomic(0)
            let sum = Atomic(0)
            ParallelWork.run(threads: threads) { worker in
                #expect((0..<threads).contains(worker))
                while true {
                    let number = next.add(1, ordering: .relaxed).oldValue
                    guard number < 1_000 else { return }
                    sum.add(number, ordering: .relaxed)
                }
            }
            #expect(sum.load(ordering: .relaxed) == 499_500)
        }
    }
}
