internal import DuckDB
internal import IAFACore

/// Finds the newest events that a query wants, day after day back in time; holds a page of them and a chunk of rows.
///
/// Blocks.
struct EventListing {
    let query: EventQuery
    let database: Database
    let stop: StopSignal

    /// - `days`: Oldest first.
    /// - Throws: ``DuckDBError``.
    func run(_ days: [StoredDay]) throws(DuckDBError) -> EventPage {
        var newest = NewestEvents(pageOf: query.limit)
        for day in days.reversed() {
            guard !stop.isStopped, !newest.isFull() else { break }
            for event in day.hot.joined() {
                guard !stop.isStopped else { break }
                if newest.wants(EventPosition(event.event)), query.wants(event.event) { newest.add(event.event) }
            }
            if !day.files.isEmpty { try read(day, into: &newest) }
        }
        return newest.page()
    }

    private func read(_ day: StoredDay, into newest: inout NewestEvents) throws(DuckDBError) {
        let connection = try database.connect()
        try stop.watch(connection) { () throws(DuckDBError) in
            // Filters are for us to judge; without any, the engine knows the newest itself.
            let hasLimit = query.filters.isEmpty
            let statement = try connection.prepare(
                ListingSQL.events(
                    hasType: query.eventType != nil,
                    hasPerson: query.person != nil,
                    hasPosition: query.before != nil,
                    hasLimit: hasLimit
                )
            )
            let range = query.range.clamped(to: day.day.start..<day.day.advanced(by: 1).start)
            var values: [Value] = [
                .paths(day.files.map(\.readPath)), .int64(range.lowerBound.microseconds),
                .int64(range.upperBound.microseconds),
            ]
            if let type = query.eventType { values.append(.text(type)) }
            if let person = query.person { values.append(.text(person)) }
            if let place = query.before {
                values.append(.int64(place.timestamp.microseconds))
                values.append(.int64(place.receivedAt.microseconds))
                values.append(.text(place.id))
            }
            if hasLimit { values.append(.int64(Int64(query.limit + 1))) }
            try statement.bind(values)
            let result = try statement.stream()
            while !stop.isStopped, let chunk = try result.nextChunk() { add(chunk, to: &newest) }
        }
    }

    private func add(_ chunk: DataChunk, to newest: inout NewestEvents) {
        let texts = [0, 1, 2, 3, 4, 8].map { chunk.column($0).strings }
        let times = chunk.column(5).int64s
        let received = chunk.column(6).int64s
        let sent = chunk.column(7)
        for row in 0..<chunk.rowCount {
            // A pattern may take long over one row's properties.
            guard !stop.isStopped else { return }
            guard query.filters.isEmpty || query.accepts(properties: texts[5].bytes(at: row)) else { continue }
            let position = EventPosition(
                timestamp: Timestamp(microseconds: times[row]),
                receivedAt: Timestamp(microseconds: received[row]),
                id: texts[0].string(at: row) ?? ""
            )
            guard newest.wants(position) else { continue }
            newest.add(
                Event(
                    id: position.id,
                    type: texts[1].string(at: row) ?? "",
                    userID: texts[2].string(at: row),
                    anonymousID: texts[3].string(at: row),
                    sessionID: texts[4].string(at: row),
                    timestamp: position.timestamp,
                    receivedAt: position.receivedAt,
                    sentAt: sent.isNull(at: row) ? nil : Timestamp(microseconds: sent.int64s[row]),
                    properties: texts[5].string(at: row) ?? "{}"
                )
            )
        }
    }
}
