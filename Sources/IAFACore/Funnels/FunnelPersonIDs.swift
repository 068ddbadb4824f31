/// Who made an attempt, as apps call them.
package struct FunnelPersonIDs: Sendable, Equatable {
    package var userID: String?

    /// Nil where there is a user id.
    package var anonymousID: String?

    /// Nil but where sessions are counted.
    package var sessionID: String?

    package init() {}

    /// Takes note of an event with which the attempt may have begun; of several people of one session, the first by
    /// their ids.
    mutating func learn(_ event: EventGlance, isSession: Bool) {
        func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes, as: UTF8.self) }
        func first(_ left: String?, _ right: String) -> String {
            left.map { $0.utf8.lexicographicallyPrecedes(right.utf8) ? $0 : right } ?? right
        }
        if isSession { sessionID = event.sessionID.map(text) }
        if let id = event.userID {
            userID = first(userID, text(id))
            anonymousID = nil
        } else if userID == nil, let id = event.anonymousID {
            anonymousID = first(anonymousID, text(id))
        }
    }
}

extension EventStore {
    /// Looks up who made some attempts, by the events that they began with.
    ///
    /// An engine knows 64 bits of a person, from which nobody finds the id again. So the events are read once more; but
    /// only those of the first step in the time in which the attempts began, and ids are looked at only of events at
    /// exactly their moments.
    ///
    /// - Returns: By attempt; those of which no event is left are not there.
    /// - Throws: ``EventStoreError``.
    package func persons(
        behind places: [FunnelPlace],
        of query: FunnelQuery
    ) async throws(EventStoreError) -> [FunnelPlace: FunnelPersonIDs] {
        guard let first = places.map(\.start).min(), let last = places.map(\.start).max() else { return [:] }
        let definition = query.definition
        let unit = definition.options.unit
        let steps = definition.options.order == .unordered ? definition.steps[...] : definition.steps.prefix(1)
        var reading = EventReading(
            project: query.project,
            range: Timestamp(microseconds: first)..<Timestamp(microseconds: last + 1)
        )
        reading.eventTypes = steps.flatMap(\.eventTypes)
        reading.moments = Set(places.map(\.start))
        reading.wantsSessions = unit == .sessions
        let wanted = Set(places)
        return try await read(reading, into: [:]) { found, event in
            guard let key = event.key(of: unit) else { return }
            let place = FunnelPlace(key: key, start: event.time)
            guard wanted.contains(place) else { return }
            found[place, default: FunnelPersonIDs()].learn(event, isSession: unit == .sessions)
        }
    }
}
