/// Files, made of the events' files, in which a funnel finds its events sorted by type and person.
///
/// All of them can be made again: one that is missing, damaged or was made of another file counts as none. Calls may
/// come from many threads at once, but for those that change files: one at a time.
package protocol StageIndex: Sendable {
    /// The index of a day's file; nil where there is none that is whole and was made of this very file.
    ///
    /// Blocks, mostly for no longer than it takes to look at two files' times.
    func day(_ source: StageIndexSource) -> (any StageIndexDay)?

    /// Makes the index of a day's file, durably, in the place of the one before.
    ///
    /// Blocks. Memory is bounded, whatever the day holds.
    ///
    /// - Returns: The file's size in bytes.
    /// - Throws: ``StageIndexError``, and what the input throws; then no file is left.
    func build(_ source: StageIndexSource, from input: any StageIndexInput) throws -> Int

    /// Removes what belongs to days that are not there, as far as that can be done.
    ///
    /// Blocks.
    func prune(keeping days: [Identifier<Project>: Set<CalendarDay>])
}

/// The day's file that an index is made of.
package struct StageIndexSource: Sendable, Hashable {
    package let project: Identifier<Project>
    package let day: CalendarDay

    /// Where the file can be read; another one is never seen there while this value is in use.
    package let path: String

    /// The sequence numbers within which its events lie.
    package let sequences: ClosedRange<UInt64>
    package let events: Int
    package let lastReceived: Timestamp

    package init(
        project: Identifier<Project>,
        day: CalendarDay,
        path: String,
        sequences: ClosedRange<UInt64>,
        events: Int,
        lastReceived: Timestamp
    ) {
        self.project = project
        self.day = day
        self.path = path
        self.sequences = sequences
        self.events = events
        self.lastReceived = lastReceived
    }
}

/// The index of a day, open; what it hands out is good as long as somebody holds it.
package protocol StageIndexDay: AnyObject, Sendable {
    /// The size of the file in bytes.
    var byteCount: Int { get }

    /// Reads all of it that was not read yet.
    ///
    /// - Returns: Whether it is whole.
    func isWhole() -> Bool

    /// How many events of a type the day has.
    func count(ofType type: String) -> Int

    /// The events of a type that the day has.
    ///
    /// Reads all of them the first time, to know that they are whole.
    ///
    /// - Returns: Nil where they are damaged, or there are none.
    func section(ofType type: String) -> StageSection?
}

/// A day's events, to be read as often as needed.
package protocol StageIndexInput {
    /// The types that occur, each once, and how many events there are of each.
    func types() throws -> [(type: String, events: Int)]

    /// Reads the events of some types whose persons' keys lie in a range, in any order.
    ///
    /// `body`: Gets the type's place in `types`, the person's key and the time, which lies in the day.
    func read(
        types: [String],
        keys: ClosedRange<UInt64>,
        _ body: (_ type: Int, _ key: UInt64, _ time: Timestamp) -> Void
    ) throws
}

/// Why an index could not be made; the message says what, and what to do.
package struct StageIndexError: Error, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
