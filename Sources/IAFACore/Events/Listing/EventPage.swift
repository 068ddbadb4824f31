/// Events, the newest first.
package struct EventPage: Sendable, Equatable {
    package var events: [Event] = []

    /// Where the next page begins; nil where there is none.
    package var next: EventPosition?

    package init() {}
}
