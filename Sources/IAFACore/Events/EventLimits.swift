/// The bounds of what an app may send; part of the interface, so that they never shrink.
package enum EventLimits {
    /// Characters of an event type.
    package static let typeLength = 1...200
    /// Characters of an event's, user's, anonymous person's or session's id.
    package static let idLength = 1...200
    /// Bytes of one event's JSON.
    package static let eventBytes = 32 * 1_024
    /// Events in one batch.
    package static let batchEvents = 2_500
    /// Bytes of one batch, after decompression.
    package static let batchBytes = 4 * 1_024 * 1_024
    /// Properties of an event.
    package static let propertyCount = 255
    /// How deep properties may nest; an object of plain values is 1 deep.
    package static let propertyDepth = 8
    /// How many days old an event may be that an app sends, whatever the retention: each day that has events takes a
    /// file, and anybody with a key that ships in an app may send any time.
    package static let days = 3_650
    /// How far ahead of the server an event may be.
    package static let future: Duration = .seconds(86_400)
}
