/// Runs all threads of a program over a text at once, each instruction at most once a scalar.
struct LinearRegexMachine {
    private let program: LinearRegexProgram
    /// The consuming instructions that threads wait at, before the current scalar.
    private var threads: [Int] = []
    private var nextThreads: [Int] = []
    /// The step in which an instruction was last visited.
    private var visitedIn: [Int]
    private var step = 0
    /// The instructions still to visit in ``visit(_:between:and:threads:)``.
    private var pending: [Int] = []

    init(_ program: LinearRegexProgram) {
        self.program = program
        visitedIn = [Int](repeating: -1, count: program.instructions.count)
    }

    /// Whether the program matches anywhere in `text`.
    mutating func matches(_ text: String.UnicodeScalarView) -> Bool {
        var iterator = text.makeIterator()
        var previous: UInt32?
        var current = iterator.next()?.value
        while true {
            // A match may start at every place, unless every one starts with `^`.
            if previous == nil || !program.isAnchored {
                if visit(0, between: previous, and: current) { return true }
            } else if nextThreads.isEmpty {
                return false
            }
            guard let scalar = current else { return false }
            swap(&threads, &nextThreads)
            nextThreads.removeAll(keepingCapacity: true)
            step += 1
            previous = scalar
            current = iterator.next()?.value
            let folded = program.ignoresCase ? LinearRegexCase.folded(scalar) : scalar
            for thread in threads where consumes(thread, scalar: scalar, folded: folded) {
                if visit(thread + 1, between: previous, and: current) { return true }
            }
        }
    }

    private func consumes(_ thread: Int, scalar: UInt32, folded: UInt32) -> Bool {
        switch program.instructions[thread] {
        case .scalar(let expected): expected == folded
        case .anyScalar: scalar != 0x0A
        case .set(let index):
            program.ignoresCase
                ? program.sets[index].contains(anyCaseOf: scalar) : program.sets[index].contains(scalar)
        case .assertion, .split, .jump, .match: false
        }
    }

    /// Follows a thread from `start` to the instructions that consume, which wait for the next scalar.
    /// - Returns: Whether it reaches the match.
    private mutating func visit(_ start: Int, between previous: UInt32?, and next: UInt32?) -> Bool {
        pending.append(start)
        while let index = pending.popLast() {
            guard visitedIn[index] != step else { continue }
            visitedIn[index] = step
            switch program.instructions[index] {
            case .match:
                return true
            case .jump(let target):
                pending.append(target)
            case .split(let target):
                pending.append(target)
                pending.append(index + 1)
            case .assertion(let assertion):
                if Self.holds(assertion, between: previous, and: next) { pending.append(index + 1) }
            case .scalar, .anyScalar, .set:
                nextThreads.append(index)
            }
        }
        return false
    }

    private static func holds(_ assertion: LinearRegexAssertion, between previous: UInt32?, and next: UInt32?) -> Bool {
        switch assertion {
        case .start: previous == nil
        case .end: next == nil
        case .wordBoundary: isWord(previous) != isWord(next)
        case .noWordBoundary: isWord(previous) == isWord(next)
        }
    }

    private static func isWord(_ scalar: UInt32?) -> Bool {
        scalar.map { LinearRegexSet.wordScalars.contains($0) } ?? false
    }
}
