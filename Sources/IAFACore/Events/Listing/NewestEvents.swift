/// Collects the newest of many events that come in any order; holds twice as many as are wanted at the most.
package struct NewestEvents {
    private var events: [(position: EventPosition, event: Event)] = []
    private let limit: Int

    /// The oldest of those that count, once there are enough.
    private var threshold: EventPosition?

    /// Begins for a page, and one event more, which tells whether there is another page.
    package init(pageOf limit: Int) { self.limit = limit + 1 }

    /// Whether there are enough, so that only newer ones would count.
    package mutating func isFull() -> Bool {
        shorten()
        return events.count == limit
    }

    /// Whether an event at a place would count.
    package func wants(_ position: EventPosition) -> Bool { threshold.map { $0 < position } ?? true }

    /// Adds an event; whoever looks at it has no business with its sender's address, not even hashed.
    package mutating func add(_ event: Event) {
        let position = EventPosition(event)
        guard wants(position) else { return }
        var shown = event
        shown.ipHash = nil
        events.append((position, shown))
        if events.count >= 2 * limit { shorten() }
    }

    /// What was asked for.
    package mutating func page() -> EventPage {
        shorten()
        var page = EventPage()
        page.events = events.prefix(limit - 1).map(\.event)
        if events.count == limit { page.next = page.events.last.map { EventPosition($0) } }
        return page
    }

    private mutating func shorten() {
        events.sort { $1.position < $0.position }
        if events.count > limit { events.removeLast(events.count - limit) }
        if events.count == limit { threshold = events.last?.position }
    }
}
