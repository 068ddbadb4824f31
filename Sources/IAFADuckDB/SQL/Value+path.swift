internal import DuckDB

extension Value {
    /// A file to read: the engine takes paths for patterns, and this one matches nothing but itself.
    static func path(_ path: String) -> Value { .text(pattern(path)) }

    /// Files to read.
    static func paths(_ paths: [String]) -> Value { .textList(paths.map(pattern)) }

    private static func pattern(_ path: String) -> String {
        guard path.contains(where: isSpecial) else { return path }
        return path.map { isSpecial($0) ? "[\($0)]" : String($0) }.joined()
    }

    private static func isSpecial(_ character: Character) -> Bool {
        character == "*" || character == "?" || character == "["
    }
}
