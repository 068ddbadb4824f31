/// Shows how much of a copy is done, and ends it where somebody asks.
final class CopyProgress {
    private let interruption: Interruption
    private let verb: String

    /// Nil where nobody knows.
    private let total: Int?
    private var bytes = 0
    private var lastShown: ContinuousClock.Instant?

    /// `verb`: What is done: "copied".
    init(_ verb: String, of total: Int? = nil, interruption: Interruption) {
        self.verb = verb
        self.total = total
        self.interruption = interruption
    }

    /// Takes note of a piece.
    ///
    /// - Throws: ``CommandFailure`` where the work is to end.
    func add(_ count: Int) throws {
        try interruption.check()
        bytes += count
        let now = ContinuousClock.now
        if let lastShown, now - lastShown < .milliseconds(100) { return }
        lastShown = now
        Terminal.progress("\(verb) \(bytes.mebibytes)" + (total.map { " of \($0.mebibytes)" } ?? ""))
    }
}

extension Int {
    /// Bytes for people: `12.3 MiB`, below one of them `512 KiB`.
    var mebibytes: String {
        guard self >= 1 << 20 else { return "\((self + 1_023) / 1_024) KiB" }
        let tenths = (self * 10 + 524_288) / 1_048_576
        return "\((tenths / 10).grouped).\(tenths % 10) MiB"
    }
}
