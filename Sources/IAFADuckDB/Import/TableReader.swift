internal import DuckDB
internal import Foundation
internal import IAFACore

/// Reads the rows of a CSV or Parquet file.
///
/// Blocks.
struct TableReader {
    let path: String
    let format: ImportFormat
    let mapping: ImportMapping
    let connection: Connection

    private struct Column {
        let name: String
        let type: String

        var isTime: Bool { type.hasPrefix("TIMESTAMP") || type == "DATE" }
        var isFloat: Bool { type == "FLOAT" || type == "DOUBLE" }
    }

    /// Hands over every row in order, numbered among those that are rows.
    ///
    /// - Returns: What isn't a row at all, with its number among everything in the file.
    /// - Throws: ``ImportError``, ``ValidationFailure`` for a missing column, and what `body` throws.
    func read(_ body: (ImportedRow) throws -> Void) throws -> [ImportedRow] {
        let source = format == .csv ? ImportSQL.csv(isGzip: try GzipFile.isGzip(path)) : ImportSQL.parquet
        let columns = try columns(of: source)
        try mapping.check(columns.map(\.name))
        let plan = Plan(columns, mapping, format)
        var number = 0
        do {
            let statement = try connection.prepare(ImportSQL.rows(plan.expressions, of: source))
            try statement.bind([.path(path)])
            let result = try statement.stream()
            while let chunk = try result.nextChunk() {
                let rows = plan.rows(of: chunk, after: number)
                number += rows.count
                for row in rows { try body(row) }
            }
            return format == .csv ? try rejects() : []
        } catch let error as DuckDBError {
            throw ImportError(path: path, message: Self.firstLine(of: error))
        }
    }

    private func columns(of source: String) throws -> [Column] {
        do {
            let statement = try connection.prepare(ImportSQL.columns(of: source))
            try statement.bind([.path(path)])
            let result = try statement.execute()
            var columns: [Column] = []
            while let chunk = try result.nextChunk() {
                let names = chunk.column(0).strings
                let types = chunk.column(1).strings
                for row in 0..<chunk.rowCount {
                    columns.append(Column(name: names.string(at: row) ?? "", type: types.string(at: row) ?? ""))
                }
            }
            return columns
        } catch {
            // The engine's own words are two pages about its guesses.
            let reason =
                error.message.contains("sniffing file")
                ? "its first rows are no comma-separated values under a header; look for a quote that isn't closed"
                : Self.firstLine(of: error)
            throw ImportError(path: path, message: "is no readable \(format.rawValue) file: \(reason)")
        }
    }

    private func rejects() throws -> [ImportedRow] {
        let result = try connection.execute(ImportSQL.rejects)
        var rows: [ImportedRow] = []
        while let chunk = try result.nextChunk() {
            let lines = chunk.column(0).uint64s
            let messages = chunk.column(1).strings
            for row in 0..<chunk.rowCount {
                let message = messages.string(at: row) ?? "can't be read"
                let issue = ValidationIssue(field: "", code: "malformed_row", message: Self.firstLine(of: message))
                // The header is line 1.
                rows.append(ImportedRow(number: Int(lines[row]) - 1, issue: issue))
            }
        }
        return rows
    }

    private static func firstLine(of error: DuckDBError) -> String { firstLine(of: error.message) }

    private static func firstLine(of text: String) -> String {
        String(text.prefix { $0 != "\n" })
    }
}

extension TableReader {
    /// Which expressions to ask for, and how to make rows of what comes back.
    private struct Plan {
        private(set) var expressions: [String] = []

        /// The place of each field's expression, in the order of ``ImportMapping/fields``; nil where there is none.
        private var places: [Int?] = []
        private var timeIsNumber: [Bool] = []

        /// Columns of text that become properties, with their JSON names; of CSV.
        private var textColumns: [(place: Int, key: String)] = []

        /// The place of all other columns as one JSON object; of Parquet.
        private var othersPlace: Int?

        init(_ columns: [Column], _ mapping: ImportMapping, _ format: ImportFormat) {
            var used: Set<String> = []
            for field in ImportMapping.fields {
                let name = mapping.column(of: field)
                guard let column = columns.first(where: { $0.name == name }), used.insert(name).inserted else {
                    places.append(nil)
                    timeIsNumber.append(false)
                    continue
                }
                let isTime = (field == "timestamp" || field == "sent_at") && column.isTime
                let isNested = field == "properties" && column.type != "VARCHAR"
                places.append(expressions.count)
                timeIsNumber.append(isTime)
                expressions.append(
                    isTime
                        ? ImportSQL.microseconds(name)
                        : (isNested ? ImportSQL.jsonText(name) : ImportSQL.text(name))
                )
            }
            let others = columns.map(\.name).filter { !used.contains($0) && !ImportMapping.ignored.contains($0) }
            guard !others.isEmpty else { return }
            if format == .csv {
                for name in others {
                    textColumns.append((expressions.count, JSONValue.string(name).serialized()))
                    expressions.append(ImportSQL.text(name))
                }
            } else {
                othersPlace = expressions.count
                let floats = Set(columns.filter(\.isFloat).map(\.name))
                expressions.append(ImportSQL.members(others, floats: floats))
            }
        }

        func rows(of chunk: DataChunk, after count: Int) -> [ImportedRow] {
            (0..<chunk.rowCount).map { row in
                let fields = zip(places, timeIsNumber).map { place, isNumber -> String? in
                    guard let place, !isNumber else { return nil }
                    return chunk.column(place).strings.string(at: row)
                }
                return ImportedRow(
                    number: count + row + 1,
                    fields: fields,
                    times: (time(5, chunk, row), time(6, chunk, row)),
                    others: others(chunk, row)
                )
            }
        }

        private func time(_ field: Int, _ chunk: DataChunk, _ row: Int) -> Int64? {
            guard let place = places[field], timeIsNumber[field] else { return nil }
            let column = chunk.column(place)
            return column.isNull(at: row) ? nil : column.int64s[row]
        }

        private func others(_ chunk: DataChunk, _ row: Int) -> String {
            if let othersPlace {
                let object = chunk.column(othersPlace).strings.string(at: row) ?? "{}"
                return String(object.dropFirst().dropLast())
            }
            var members: [String] = []
            for (place, key) in textColumns {
                guard let text = chunk.column(place).strings.string(at: row) else { continue }
                members.append("\(key):\(PropertyText.json(of: text))")
            }
            return members.joined(separator: ",")
        }
    }
}
