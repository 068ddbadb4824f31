/// How much of what was refused is kept.
package enum RejectionBounds {
    /// Rejections of a project.
    package static let count = 1_000

    /// How long one is kept: its value may be about a person.
    package static let lifetime: Duration = .seconds(7 * 86_400)

    /// The newest that may be kept at a time, in order and each once.
    package static func kept(_ rejections: [Rejection], now: Timestamp) -> [Rejection] {
        let first = now - lifetime
        // Whole, not by id alone: after a clock was set back, two may have one id.
        var seen: Set<Rejection> = []
        let fresh = rejections.filter { $0.rejectedAt > first && seen.insert($0).inserted }
        return fresh.sorted { $0.id < $1.id }.suffix(count)
    }
}
