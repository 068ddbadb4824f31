/// Turns a parsed pattern into a program, expanding counted repeats.
struct LinearRegexCompiler {
    private var program: LinearRegexProgram

    init(sets: [LinearRegexSet]) {
        program = LinearRegexProgram(sets: sets)
    }

    /// The program of a whole pattern.
    /// - Throws: ``RegexError`` where it gets larger than ``LinearRegex/maxInstructions``.
    mutating func compile(_ root: LinearRegexNode, ignoresCase: Bool) throws(RegexError) -> LinearRegexProgram {
        program.ignoresCase = ignoresCase
        try append(root)
        try emit(.match)
        return program
    }

    /// The recursion is bounded by the depth of groups.
    private mutating func append(_ node: LinearRegexNode) throws(RegexError) {
        switch node {
        case .empty: return
        case .scalar(let scalar): try emit(.scalar(scalar))
        case .anyScalar: try emit(.anyScalar)
        case .set(let index): try emit(.set(index))
        case .assertion(let assertion): try emit(.assertion(assertion))
        case .sequence(let nodes):
            for node in nodes { try append(node) }
        case .alternatives(let nodes): try append(alternatives: nodes)
        case .repetition(let node, let minimum, let maximum):
            try append(repeated: node, minimum: minimum, maximum: maximum)
        }
    }

    private mutating func append(alternatives nodes: [LinearRegexNode]) throws(RegexError) {
        var jumps: [Int] = []
        for node in nodes.dropLast() {
            let split = try emit(.split(0))
            try append(node)
            jumps.append(try emit(.jump(0)))
            program.instructions[split] = .split(program.instructions.count)
        }
        if let last = nodes.last { try append(last) }
        for jump in jumps { program.instructions[jump] = .jump(program.instructions.count) }
    }

    private mutating func append(
        repeated node: LinearRegexNode,
        minimum: Int,
        maximum: Int?
    ) throws(RegexError) {
        for _ in 0..<minimum {
            let start = program.instructions.count
            try append(node)
            // A body without instructions is empty however often it is repeated; without this check, nested repeats of
            // nothing would take exponential time.
            if program.instructions.count == start { return }
        }
        guard let maximum else {
            let split = try emit(.split(0))
            try append(node)
            try emit(.jump(split))
            program.instructions[split] = .split(program.instructions.count)
            return
        }
        var splits: [Int] = []
        for _ in minimum..<maximum {
            splits.append(try emit(.split(0)))
            try append(node)
        }
        for split in splits { program.instructions[split] = .split(program.instructions.count) }
    }

    @discardableResult
    private mutating func emit(_ instruction: LinearRegexProgram.Instruction) throws(RegexError) -> Int {
        guard program.instructions.count < LinearRegex.maxInstructions else {
            throw RegexError(
                message: "the pattern is too large: its counted repeats expand to more than "
                    + "\(LinearRegex.maxInstructions) steps",
                offset: 0
            )
        }
        program.instructions.append(instruction)
        return program.instructions.count - 1
    }
}
