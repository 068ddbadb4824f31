internal import Synchronization

/// A number that many threads add to, without a lock.
package final class MetricCounter: Sendable {
    private let number = Atomic<Int>(0)

    package init() {}

    package var value: Int { number.load(ordering: .relaxed) }

    package func add(_ count: Int = 1) { number.wrappingAdd(count, ordering: .relaxed) }
}
