/// Counts work that is done now and then, its time and its failures.
package final class WorkMeter: Sendable {
    private let done = MetricCounter()
    private let failed = MetricCounter()
    private let nanoseconds = MetricCounter()

    package init() {}

    /// How often it went well.
    package var count: Int { done.value }

    package var failureCount: Int { failed.value }

    /// The time that all of it took, failures included.
    package var duration: Duration { .nanoseconds(nanoseconds.value) }

    /// Does the work.
    ///
    /// - Throws: What the work throws.
    package func measure<Value, Failure: Error>(_ work: () throws(Failure) -> Value) throws(Failure) -> Value {
        let start = ContinuousClock.now
        defer { nanoseconds.add(Int((ContinuousClock.now - start).wholeMicroseconds) * 1_000) }
        do throws(Failure) {
            let value = try work()
            done.add()
            return value
        } catch {
            failed.add()
            throw error
        }
    }
}
