/// An event with its place in the order in which a data directory accepted events.
package struct SequencedEvent: Sendable, Equatable {
    /// Counts from 1, never reused: by it a file says which records of the journal it already holds.
    package let sequence: UInt64
    package let project: Identifier<Project>
    package let event: Event

    /// About how many bytes of memory it takes.
    package var memoryBytes: Int { MemoryLayout<SequencedEvent>.stride + event.textBytes }

    package init(sequence: UInt64, project: Identifier<Project>, event: Event) {
        self.sequence = sequence
        self.project = project
        self.event = event
    }
}
