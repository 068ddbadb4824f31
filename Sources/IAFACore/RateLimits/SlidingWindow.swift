/// How much was counted within the last minute, in steps of ten seconds.
///
/// It holds the step that runs now and the six before, 60 to 70 seconds: so it never says less than the last 60 seconds
/// saw, and something counts for up to 10 seconds too long. Weighing two whole minutes against each other, as is
/// common, would let twice the limit through in the worst case.
struct SlidingWindow: Sendable {
    static let stepMicroseconds: Int64 = 10_000_000

    /// The steps that count.
    private static let stepCount: Int64 = 7

    /// By step, modulo 8; one of them is always 0.
    private var counts = SIMD8<UInt32>()

    /// The newest step.
    private var step: Int64 = .min

    /// Forgets what is over.
    mutating func advance(to now: Timestamp) {
        let newest = Self.step(of: now)
        guard newest != step else { return }
        // A clock that was set back a little stands still; one that was far off must not keep anybody out.
        if newest < step, newest > step - Self.stepCount { return }
        if newest < step || newest - Self.stepCount >= step {
            counts = SIMD8()
        } else {
            for passed in step + 1...newest { counts[Self.place(of: passed)] = 0 }
            counts[Self.place(of: newest + 1)] = 0
        }
        step = newest
    }

    /// What counts at a time, without forgetting anything.
    func used(at now: Timestamp) -> Int {
        var copy = self
        copy.advance(to: now)
        return copy.used
    }

    /// What counts since the last call of ``advance(to:)``.
    var used: Int { (0..<8).reduce(0) { $0 + Int(counts[$1]) } }

    mutating func add(_ cost: Int) { counts[Self.place(of: step)] += UInt32(clamping: cost) }

    /// Takes back what was added last.
    mutating func remove(_ cost: Int) {
        let place = Self.place(of: step)
        counts[place] -= min(counts[place], UInt32(clamping: cost))
    }

    /// Whole seconds from a time until at most so much counts; 0 where it does already.
    func seconds(untilAtMost most: Int, from now: Timestamp) -> Int {
        var rest = used
        guard rest > most else { return 0 }
        var passed = step - Self.stepCount + 1
        while passed < step {
            rest -= Int(counts[Self.place(of: passed)])
            if rest <= most { break }
            passed += 1
        }
        // A step is over when the one after the six that follow it begins.
        let end = (passed + Self.stepCount) * Self.stepMicroseconds
        return Int(max(1, (end - now.microseconds + 999_999) / 1_000_000))
    }

    private static func step(of now: Timestamp) -> Int64 {
        let whole = now.microseconds / stepMicroseconds
        return now.microseconds < whole * stepMicroseconds ? whole - 1 : whole
    }

    private static func place(of step: Int64) -> Int { Int(step & 7) }
}
