/// Tells the time of day; a test sets it by hand.
package protocol WallClock: Sendable {
    var now: Timestamp { get }
}
