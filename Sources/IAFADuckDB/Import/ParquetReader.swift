internal import DuckDB
internal import Foundation
internal import IAFACore

/// Reads the rows of a Parquet file.
///
/// Blocks.
struct ParquetReader {
    let path: String
    let mapping: ImportMapping
    let connection: Connection

    private struct Column {
        let name: String
        let type: String

        var isTime: Bool { type.hasPrefix("TIMESTAMP") || type == "DATE" }
        var isFloat: Bool { type == "FLOAT" || type == "DOUBLE" }
    }

    /// Hands over every row in order.
    ///
    /// - Throws: ``ImportError``, ``ValidationFailure`` for a missing column, and what `body` throws.
    func read(_ body: (ImportedRow) throws -> Void) throws {
        let columns = try columns()
        try mapping.check(columns.map(\.name))
        let plan = Plan(columns, mapping)
        var number = 0
        do {
            let statement = try connection.prepare(ImportSQL.rows(plan.expressions))
            try statement.bind([.path(path)])
            let result = try statement.stream()
            while let chunk = try result.nextChunk() {
                let rows = plan.rows(of: chunk, after: number)
                number += rows.count
                for row in rows { try body(row) }
            }
        } catch let error as DuckDBError {
            throw ImportError(path: path, message: Self.firstLine(of: error))
        }
    }

    private func columns() throws -> [Column] {
        do {
            let statement = try connection.prepare(ImportSQL.columns)
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
            throw ImportError(path: path, message: "is no readable parquet file: \(Self.firstLine(of: error))")
        }
    }

    private static func firstLine(of error: DuckDBError) -> String { String(error.message.prefix { $0 != "\n" }) }
}

extension ParquetReader {
    /// Which expressions to ask for, and how to make rows of what comes back.
    private struct Plan {
        private(set) var expressions: [String] = []

        /// The place of each field's expression, in the order of ``ImportMapping/fields``; nil where there is none.
        private var places: [Int?] = []
        private var timeIsNumber: [Bool] = []

        /// The place of all other columns as one JSON object.
        private var othersPlace: Int?

        init(_ columns: [Column], _ mapping: ImportMapping) {
            var used: Set<String> = []
            for field in ImportMapping.fields {
                guard let name = mapping.column(of: field), let column = columns.first(where: { $0.name == name })
                else {
                    places.append(nil)
                    timeIsNumber.append(false)
                    continue
                }
                used.insert(name)
                let isTime = (field == "timestamp" || field == "sent_at") && column.isTime
                places.append(expressions.count)
                timeIsNumber.append(isTime)
                if isTime {
                    expressions.append(ImportSQL.microseconds(name))
                } else if field == "properties", column.type != "VARCHAR" {
                    expressions.append(ImportSQL.jsonText(name))
                } else {
                    expressions.append(column.isFloat ? ImportSQL.wholeNumber(name) : ImportSQL.text(name))
                }
            }
            let others = columns.map(\.name).filter { !used.contains($0) && !ImportMapping.ignored.contains($0) }
            guard !others.isEmpty else { return }
            othersPlace = expressions.count
            let floats = Set(columns.filter(\.isFloat).map(\.name))
            expressions.append(ImportSQL.members(others, floats: floats))
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
            guard let othersPlace else { return "" }
            let object = chunk.column(othersPlace).strings.string(at: row) ?? "{}"
            return String(object.dropFirst().dropLast())
        }
    }
}
