internal import DuckDB
internal import IAFACore
internal import IAFAEngine

/// What one thread of an ``AttemptScan`` gathers in a pass.
struct AttemptReader {
    private let scan: AttemptScan
    private let worker: Int
    private let source: AttemptEventPartitions

    /// The partitions whose persons are gathered.
    private let lower: Int
    private var upper: Int

    /// How many events of steps have no session, where those are counted.
    private(set) var strays = 0

    /// Events in memory that are looked at before the memory that they take is.
    private static let eventsPerSettlement = 2_048

    init(_ scan: AttemptScan, worker: Int, lower: Int) {
        self.scan = scan
        self.worker = worker
        self.lower = lower
        source = scan.memory.sources[worker]
        upper = scan.memory.upper
    }

    /// Keeps the memory within its bound.
    ///
    /// `hasEnded`: Whether the reader reads no more.
    /// - Throws: ``EventStoreError/tooLarge(message:)``.
    mutating func settle(hasEnded: Bool = false) throws(EventStoreError) {
        guard let upper = scan.memory.settle(worker, lower: lower, hasEnded: hasEnded) else {
            throw .tooLarge(
                message: "the events of single persons need more memory than the engine may use; ask for fewer days"
            )
        }
        self.upper = upper
    }

    /// Gathers the events of some days.
    ///
    /// - Throws: ``EventStoreError``.
    mutating func read(_ slice: [StoredDay]) throws(EventStoreError) {
        let files = slice.flatMap(\.files)
        if !files.isEmpty { try read(files) }
        for events in slice.flatMap(\.hot) {
            scan.meter.addMemoryRows(events.count)
            for (number, event) in events.enumerated() {
                guard !scan.stop.isStopped else { return }
                append(event.event)
                if number % Self.eventsPerSettlement == 0 { try settle() }
            }
        }
    }

    private mutating func read(_ files: [EventFile]) throws(EventStoreError) {
        let connection = try EventStoreError.asking { () throws(DuckDBError) in try scan.database.connect() }
        try scan.stop.watch(connection) { () throws(EventStoreError) in
            let result = try EventStoreError.asking { () throws(DuckDBError) in try rows(of: files, connection) }
            while !scan.stop.isStopped {
                let chunk = try EventStoreError.asking { () throws(DuckDBError) in try result.nextChunk() }
                guard let chunk else { return }
                append(chunk)
                try settle()
            }
        }
    }

    private func rows(of files: [EventFile], _ connection: Connection) throws(DuckDBError) -> QueryResult {
        let maker = scan.maker
        let sql = AttemptSQL.events(
            bySession: maker.isBySession,
            ordered: maker.needsOrder,
            read: maker.readEventTypes.count,
            others: maker.otherEventTypes?.count
        )
        let statement = try connection.prepare(sql)
        try statement.bind(
            [.paths(files.map(\.readPath)), .int64(scan.range.lowerBound), .int64(scan.range.upperBound)]
                + (maker.readEventTypes + (maker.otherEventTypes ?? [])).map { .text($0) }
        )
        return try statement.stream()
    }

    private mutating func append(_ chunk: DataChunk) {
        scan.meter.addFileRows(chunk.rowCount)
        let units = chunk.column(0)
        let types = chunk.column(1).strings
        let times = chunk.column(2).int64s
        let received = chunk.column(3).int64s
        let ids = chunk.column(4).strings
        let properties = chunk.column(5)
        for row in 0..<chunk.rowCount {
            if scan.stop.isStopped { return }
            var key: UInt64?
            if !units.isNull(at: row) {
                let unit = PersonKey.key(of: units.strings.bytes(at: row))
                guard isGathered(unit) else { continue }
                key = unit
            }
            let none = UnsafeRawBufferPointer(start: nil, count: 0)
            let read = properties.isNull(at: row) ? none : properties.strings.bytes(at: row)
            let stop = scan.stop
            guard
                var event = scan.maker.event(
                    type: types.bytes(at: row),
                    properties: read,
                    isStopped: { stop.isStopped }
                )
            else { continue }
            event.time = times[row]
            if scan.maker.needsOrder {
                event.received = received[row]
                event.id = PersonKey.key(of: ids.bytes(at: row))
            }
            add(event, of: key)
        }
    }

    private mutating func append(_ event: Event) {
        guard scan.range.contains(event.timestamp.microseconds) else { return }
        let unit = scan.maker.isBySession ? event.sessionID : event.person
        let key = unit.map(PersonKey.key(of:))
        if let key, !isGathered(key) { return }
        var type = event.type
        var properties = event.properties
        let stop = scan.stop
        let made = type.withUTF8 { type in
            properties.withUTF8 { properties in
                scan.maker.event(
                    type: UnsafeRawBufferPointer(type),
                    properties: UnsafeRawBufferPointer(properties),
                    isStopped: { stop.isStopped }
                )
            }
        }
        guard var made else { return }
        made.time = event.timestamp.microseconds
        if scan.maker.needsOrder {
            made.received = event.receivedAt.microseconds
            made.id = PersonKey.key(of: event.id)
        }
        add(made, of: key)
    }

    private func isGathered(_ key: UInt64) -> Bool {
        let partition = AttemptEventPartitions.partition(of: key)
        return partition >= lower && partition < upper
    }

    private mutating func add(_ event: AttemptEvent, of key: UInt64?) {
        guard let key else {
            if event.steps != 0, scan.isInRange(event.time) { strays += 1 }
            return
        }
        var event = event
        event.key = key
        source.append(event)
    }
}

extension EventStoreError {
    /// Asks the engine, in the words of the store.
    static func asking<Value>(_ body: () throws(DuckDBError) -> Value) throws(EventStoreError) -> Value {
        do throws(DuckDBError) {
            return try body()
        } catch {
            throw error.kind == .outOfMemory
                ? .tooLarge(message: "the question needs more memory than the engine may use; ask for fewer days")
                : .unreadable(message: "can't read the project's events: \(error.message)")
        }
    }
}
