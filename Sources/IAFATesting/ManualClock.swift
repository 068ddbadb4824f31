package import IAFACore
internal import Synchronization

/// A clock that stands still until a test moves it.
package final class ManualClock: WallClock {
    private let time: Mutex<Timestamp>

    package init(_ now: Timestamp = Timestamp(microseconds: 1_750_000_000_000_000)) { time = Mutex(now) }

    package var now: Timestamp { time.withLock { $0 } }

    /// Moves the clock; back where the duration is negative.
    package func advance(by duration: Duration) { time.withLock { $0 = $0 + duration } }

    /// Sets the clock.
    package func set(_ now: Timestamp) { time.withLock { $0 = now } }
}
