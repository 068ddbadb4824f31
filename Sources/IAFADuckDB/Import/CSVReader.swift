internal import IAFACore

/// Makes rows of a file of comma-separated values under a header.
///
/// Every value is text; an empty one counts as absent. Blocks.
struct CSVReader {
    let path: String
    let mapping: ImportMapping

    /// Hands over every row in order, those that can't become an event included.
    ///
    /// - Throws: ``ImportError``, ``ValidationFailure`` for a missing column, and what `body` throws.
    func read(_ body: (ImportedRow) throws -> Void) throws {
        let records = try CSVRecordReader(path: path)
        let names = try header(records)
        try mapping.check(names)
        let plan = Plan(names, mapping)
        var number = 0
        while let content = try records.next() {
            let fields: [CSVScanner.Field]
            switch content {
            case .fault(let message):
                number += 1
                try body(refused(number, records, message))
                continue
            case .fields(let found): fields = found
            }
            if Self.isBlank(fields) { continue }
            number += 1
            guard fields.count == names.count else {
                let message = "has \(fields.count) fields where the header has \(names.count)"
                try body(refused(number, records, message))
                continue
            }
            try body(plan.row(number, fields, records) ?? refused(number, records, "is not UTF-8 text"))
        }
    }

    private func refused(_ number: Int, _ records: CSVRecordReader, _ message: String) -> ImportedRow {
        let text = "line \(records.line): \(message)"
        return ImportedRow(number: number, issue: ValidationIssue(field: "", code: "malformed_row", message: text))
    }

    private static func isBlank(_ fields: [CSVScanner.Field]) -> Bool {
        fields.count == 1 && fields[0].range.isEmpty && !fields[0].isQuoted
    }

    /// The columns' names, each another.
    private func header(_ records: CSVRecordReader) throws(ImportError) -> [String] {
        while let content = try records.next() {
            switch content {
            case .fault(let message):
                throw ImportError(path: path, message: "line \(records.line), the header, can't be read: \(message)")
            case .fields(let fields):
                if Self.isBlank(fields) { continue }
                let names = fields.compactMap(records.text)
                guard names.count == fields.count else {
                    throw ImportError(path: path, message: "is no csv file in UTF-8; save it as one")
                }
                return Self.distinct(names)
            }
        }
        throw ImportError(path: path, message: "is empty; a csv file begins with a line of column names")
    }

    private static func distinct(_ names: [String]) -> [String] {
        var taken: Set<String> = []
        return names.enumerated().map { index, name in
            let base = name.isEmpty ? "column\(index)" : name
            var candidate = base
            var suffix = 1
            while !taken.insert(candidate).inserted {
                candidate = "\(base)_\(suffix)"
                suffix += 1
            }
            return candidate
        }
    }
}

extension CSVReader {
    /// Which column is what.
    private struct Plan {
        /// The place of each field's column, in the order of ``ImportMapping/fields``; nil where there is none.
        private let places: [Int?]

        /// Columns that become properties, with their names as JSON.
        private let properties: [(place: Int, key: String)]

        init(_ names: [String], _ mapping: ImportMapping) {
            let columns = ImportMapping.fields.map(mapping.column)
            places = columns.map { column in column.flatMap { names.firstIndex(of: $0) } }
            let used = Set(places.compactMap(\.self))
            properties = names.enumerated().filter { !used.contains($0) && !ImportMapping.ignored.contains($1) }
                .map { ($0, JSONValue.string($1).serialized()) }
        }

        /// The row of a record; nil where it isn't UTF-8.
        func row(_ number: Int, _ fields: [CSVScanner.Field], _ records: CSVRecordReader) -> ImportedRow? {
            var texts: [String?] = []
            for place in places {
                guard let place, !fields[place].range.isEmpty else {
                    texts.append(nil)
                    continue
                }
                guard let text = records.text(of: fields[place]) else { return nil }
                texts.append(text)
            }
            var members: [String] = []
            for (place, key) in properties where !fields[place].range.isEmpty {
                guard let text = records.text(of: fields[place]) else { return nil }
                members.append("\(key):\(PropertyText.json(of: text))")
            }
            return ImportedRow(
                number: number,
                fields: texts,
                times: (nil, nil),
                others: members.joined(separator: ",")
            )
        }
    }
}
