/// A place in the journal where something isn't as it should be.
package struct JournalFinding: Sendable, Equatable, CustomStringConvertible {
    /// How bad it is.
    package enum Kind: String, Sendable {
        /// The end of a write that a crash interrupted; none of it was ever acknowledged. Opening cuts it.
        case tornTail
        /// Something that was safely on disk can't be read any more.
        case damage
    }

    package let kind: Kind

    /// The path of the segment.
    package let file: String

    /// Where in the segment, in bytes from its start.
    package let offset: Int
    package let message: String

    /// How many whole records of the segment stand before the place.
    package let recordsBefore: Int

    package init(kind: Kind, file: String, offset: Int, message: String, recordsBefore: Int) {
        self.kind = kind
        self.file = file
        self.offset = offset
        self.message = message
        self.recordsBefore = recordsBefore
    }

    package var description: String { "the journal file '\(file)' has \(message) at byte \(offset)" }
}
