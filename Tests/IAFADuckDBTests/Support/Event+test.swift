import IAFACore

extension Event {
    /// A small event.
    ///
    /// - `id`: Its id is "e" and this.
    /// - `day`: Days from ``StoreFixture/today``.
    static func test(
        _ id: Int,
        _ type: String = "view",
        by person: String = "ada",
        day: Int = 0,
        second: Int = 0,
        properties: String = "{}"
    ) -> Event {
        let time = StoreFixture.time(day, second)
        return Event(
            id: "e\(id)",
            type: type,
            userID: person,
            timestamp: time,
            receivedAt: time + .seconds(1),
            properties: properties
        )
    }
}

extension [Event] {
    /// The events with sequence numbers in their order.
    func sequenced(
        from first: UInt64 = 1,
        of project: Identifier<Project> = StoreFixture.shop
    ) -> [SequencedEvent] {
        enumerated().map { SequencedEvent(sequence: first + UInt64($0), project: project, event: $1) }
    }

    /// The same by id, to compare by.
    var byID: [Event] { sorted { ($0.id, $0.timestamp) < ($1.id, $1.timestamp) } }
}
