/// The bounds of what PostHog's clients may send.
package enum PostHogLimits {
    /// Bytes of a request, before and after decompression: the largest that its clients make is below 6 MiB.
    package static let requestBytes = 8 * 1_024 * 1_024
    /// Events of a request.
    package static let requestEvents = EventLimits.batchEvents
    /// How long ago an event's `offset` may say that it was, in ms.
    static let offsetMilliseconds = 0...100 * 366 * 86_400_000.0
}
