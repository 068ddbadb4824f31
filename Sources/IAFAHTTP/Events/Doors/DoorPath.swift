/// A path of the server's that the configuration names, such as `/stuff`; empty for the root.
package struct DoorPath: Sendable, Equatable {
    package let text: String

    package static let root = DoorPath(unchecked: "")

    /// The longest that a path may be.
    private static let maximumLength = 100

    /// What is the server's own.
    private static let taken: Set<Substring> = ["api", "health", "metrics", "docs"]

    private init(unchecked text: String) { self.text = text }

    /// - `text`: `/`, or steps of letters, digits, `-`, `_`, `.` and `~`, each behind a slash.
    /// - Throws: ``DoorPathError``.
    package init(_ text: String) throws(DoorPathError) {
        if text == "/" {
            self = .root
            return
        }
        let steps = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard text.hasPrefix("/"), text.count <= Self.maximumLength, steps.allSatisfy(Self.isStep) else {
            throw .malformed(text)
        }
        guard let first = steps.first, !Self.taken.contains(first) else { throw .taken(text) }
        self.text = text
    }

    private static func isStep(_ step: Substring) -> Bool {
        guard !step.isEmpty, step != ".", step != ".." else { return false }
        return step.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"):
                true
            default: false
            }
        }
    }
}
