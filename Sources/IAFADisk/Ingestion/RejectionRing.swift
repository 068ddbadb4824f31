internal import IAFACore

/// The newest rejections of a project, up to the number that is kept.
struct RejectionRing: Sendable {
    private var slots: [Rejection] = []

    /// Where the oldest is once the oldest make room for the newest.
    private var oldest = 0

    var count: Int { slots.count }

    /// Oldest first.
    var all: [Rejection] { Array(slots[oldest...] + slots[..<oldest]) }

    /// Adds one.
    ///
    /// - Parameters:
    ///   - rejection: The newest.
    ///   - isFull: Whether the oldest must make room though fewer are there than may be.
    mutating func append(_ rejection: Rejection, isFull: Bool = false) {
        if slots.isEmpty || slots.count < RejectionBounds.count && !isFull {
            // In order again, so that the newest can be put at the end.
            if oldest > 0 {
                slots = all
                oldest = 0
            }
            slots.append(rejection)
        } else {
            slots[oldest] = rejection
            oldest = (oldest + 1) % slots.count
        }
    }
}
