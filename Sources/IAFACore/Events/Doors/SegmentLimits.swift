/// The bounds of what Segment's clients may send; they hold to them themselves.
package enum SegmentLimits {
    /// Bytes of a request, after decompression.
    package static let requestBytes = 500 * 1_024
    /// Bytes of a message.
    package static let messageBytes = 32 * 1_024
    /// Messages of a batch.
    package static let batchMessages = 2_500
    /// Bytes of all events of a batch once its context is in each: a small request must not become a large one.
    package static let mergedBytes = 16 * 1_024 * 1_024
}
