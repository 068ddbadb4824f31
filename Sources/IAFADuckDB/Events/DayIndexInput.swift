internal import DuckDB
internal import IAFACore

/// Reads the file of a day for its index.
///
/// Blocks. Used by one thread at a time.
struct DayIndexInput: StageIndexInput {
    let file: EventFile
    let database: Database
    let stop: StopSignal

    private static let namedTypes = 64

    /// - `file`: Of a day, not a part.
    init(file: EventFile, database: Database, stop: StopSignal) {
        self.file = file
        self.database = database
        self.stop = stop
    }

    func types() throws -> [(type: String, events: Int)] {
        let connection = try database.connect()
        return try stop.watch(connection) {
            let statement = try connection.prepare(IndexSQL.types)
            try statement.bind([.paths([file.readPath])])
            let result = try statement.stream()
            var types: [(type: String, events: Int)] = []
            while let chunk = try result.nextChunk() {
                try stop.check()
                let names = chunk.column(0).strings
                let counts = chunk.column(1).int64s
                for row in 0..<chunk.rowCount { types.append((names.string(at: row) ?? "", Int(counts[row]))) }
            }
            try stop.check()
            return types
        }
    }

    func read(
        types: [String],
        keys: ClosedRange<UInt64>,
        _ body: (_ type: Int, _ key: UInt64, _ time: Timestamp) -> Void
    ) throws {
        let connection = try database.connect()
        try stop.watch(connection) {
            // Beyond some, looking each up costs the engine more than to hand out what isn't wanted.
            let named = types.count > Self.namedTypes ? [] : types
            let statement = try connection.prepare(IndexSQL.events(types: named.count))
            try statement.bind([.paths([file.readPath])] + named.map { .text($0) })
            let result = try statement.stream()
            let table = EventTypeTable(types.map { Array($0.utf8) })
            while let chunk = try result.nextChunk() {
                try stop.check()
                let persons = chunk.column(0).strings
                let names = chunk.column(1).strings
                let times = chunk.column(2).int64s
                for row in 0..<chunk.rowCount {
                    let key = PersonKey.key(of: persons.bytes(at: row))
                    guard keys.contains(key), let place = table.place(of: names.bytes(at: row)) else { continue }
                    body(place, key, Timestamp(microseconds: times[row]))
                }
            }
            // What is interrupted may also end as if there were nothing more to read.
            try stop.check()
        }
    }
}
