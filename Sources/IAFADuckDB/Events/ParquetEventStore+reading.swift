internal import DuckDB
package import IAFACore

extension ParquetEventStore {
    /// Days whose files one query reads: planning a query a day costs more than reading it.
    private static let readingDays = 16

    package func read<Value: Sendable>(
        _ reading: EventReading,
        into initial: Value,
        _ body: @escaping @Sendable (inout Value, EventGlance) throws(EventStoreError) -> Void
    ) async throws(EventStoreError) -> Value {
        try await ask(of: reading.project) { stop throws(EventStoreError) in
            var value = initial
            // What is wanted of no type, or of no moment, is nothing.
            guard reading.eventTypes?.isEmpty != true, reading.moments?.isEmpty != true else { return value }
            let days = try self.days(of: reading.project, in: reading.range)
            for start in stride(from: 0, to: days.count, by: Self.readingDays) {
                let slice = days[start..<min(start + Self.readingDays, days.count)]
                let files = slice.flatMap(\.files)
                if !files.isEmpty {
                    try self.read(files, reading, stop) { glance throws(EventStoreError) in try body(&value, glance) }
                }
                for events in slice.flatMap(\.hot) {
                    try HotReading(reading: reading).read(events, stop) { glance throws(EventStoreError) in
                        try body(&value, glance)
                    }
                }
            }
            try stop.check()
            return value
        }
    }

    private func read(
        _ files: [EventFile],
        _ reading: EventReading,
        _ stop: StopSignal,
        _ body: (EventGlance) throws(EventStoreError) -> Void
    ) throws(EventStoreError) {
        do {
            let connection = try database.connect()
            try stop.watch(connection) {
                let statement = try connection.prepare(ReadingSQL.events(reading))
                var values: [Value] = [
                    .paths(files.map(\.readPath)), .int64(reading.range.lowerBound.microseconds),
                    .int64(reading.range.upperBound.microseconds),
                ]
                values += (reading.eventTypes ?? []).map { .text($0) }
                try statement.bind(values)
                let result = try statement.stream()
                while !stop.isStopped, let chunk = try result.nextChunk() {
                    try Self.show(chunk, reading, stop, body)
                }
            }
        } catch let error as DuckDBError {
            try stop.check()
            throw error.kind == .outOfMemory
                ? .tooLarge(message: "the question needs more memory than the engine may use; ask for fewer days")
                : .unreadable(message: "can't read the project's events: \(error.message)")
        } catch let error as EventStoreError {
            throw error
        } catch {
            preconditionFailure("nothing else is thrown: \(error)")
        }
    }

    private static func show(
        _ chunk: DataChunk,
        _ reading: EventReading,
        _ stop: StopSignal,
        _ body: (EventGlance) throws(EventStoreError) -> Void
    ) throws(EventStoreError) {
        func bytes(_ column: Int, _ row: Int) -> UnsafeRawBufferPointer? {
            let column = chunk.column(column)
            return column.isNull(at: row) ? nil : column.strings.bytes(at: row)
        }
        let types = chunk.column(2).strings
        let times = chunk.column(3).int64s
        let first = reading.wantsSessions ? 5 : 4
        let received = reading.wantsProperties ? chunk.column(first + 1).int64s : nil
        for row in 0..<chunk.rowCount {
            if stop.isStopped { return }
            if let moments = reading.moments, !moments.contains(times[row]) { continue }
            var glance = EventGlance(type: types.bytes(at: row), time: times[row])
            glance.userID = bytes(0, row)
            glance.anonymousID = bytes(1, row)
            if reading.wantsSessions { glance.sessionID = bytes(4, row) }
            if let received {
                glance.properties = bytes(first, row)
                glance.receivedAt = received[row]
                glance.id = bytes(first + 2, row)
            }
            try body(glance)
        }
    }
}
