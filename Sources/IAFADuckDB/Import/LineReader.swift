internal import CZlib
internal import Foundation
internal import IAFACore

/// Reads the lines of a file of JSON objects, gzipped or not.
///
/// Blocks.
struct LineReader {
    let path: String

    /// The place of a field in ``ImportMapping/fields`` by the name of its member.
    private let places: [String: Int]

    /// The longest line, in bytes; a longer one is refused, the rest goes on.
    private static let lineLimit = 1_024 * 1_024

    init(path: String, mapping: ImportMapping) {
        self.path = path
        let columns = ImportMapping.fields.enumerated().compactMap { place, field in
            mapping.column(of: field).map { ($0, place) }
        }
        places = Dictionary(columns, uniquingKeysWith: { first, _ in first })
    }

    /// Hands over every row in order, those that can't become an event included.
    ///
    /// - Throws: ``ImportError``, and what `body` throws.
    func read(_ body: (ImportedRow) throws -> Void) throws {
        // zlib reads what isn't gzip as it is.
        guard let file = gzopen(path, "rb") else {
            throw ImportError(path: path, message: "can't be opened; check that it exists and may be read")
        }
        defer { gzclose(file) }
        var line: [UInt8] = []
        var number = 0
        var buffer = [UInt8](repeating: 0, count: 256 * 1_024)
        var isFirst = true
        while true {
            let count = Int(gzread(file, &buffer, UInt32(buffer.count)))
            guard count >= 0 else { throw ImportError(path: path, message: "is damaged gzip, or can't be read on") }
            if count == 0 { break }
            var bytes = buffer[..<count]
            if isFirst, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
            isFirst = false
            while let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
                line.append(contentsOf: bytes[..<end])
                bytes = bytes[(end + 1)...]
                number += 1
                if let row = row(line, number) { try body(row) }
                line.removeAll(keepingCapacity: true)
            }
            if line.count <= Self.lineLimit { line.append(contentsOf: bytes) }
        }
        if let row = row(line, number + 1) { try body(row) }
    }

    /// The row of a line; nil of a blank one.
    private func row(_ line: [UInt8], _ number: Int) -> ImportedRow? {
        if line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) { return nil }
        func refused(_ code: String, _ message: String) -> ImportedRow {
            ImportedRow(number: number, issue: ValidationIssue(field: "", code: code, message: message))
        }
        guard line.count <= Self.lineLimit else {
            return refused("line_too_long", "a line may have at most \(Self.lineLimit) bytes")
        }
        return line.withUnsafeBytes { bytes in
            do throws(JSONError) {
                return try row(bytes, number) ?? refused("invalid_type", "a line must be a JSON object")
            } catch {
                return refused("malformed_json", error.message)
            }
        }
    }

    /// The row of a line's JSON; nil where that is no object.
    ///
    /// Numbers are taken letter for letter: as ids they may have more digits than a floating-point number holds.
    private func row(_ bytes: UnsafeRawBufferPointer, _ number: Int) throws(JSONError) -> ImportedRow? {
        var cursor = JSONCursor(bytes)
        guard try cursor.peekKind() == .object else {
            _ = try cursor.skipValue()
            try cursor.finish()
            return nil
        }
        var fields: [String?] = Array(repeating: nil, count: ImportMapping.fields.count)
        var others: [String] = []
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            let name = key.text
            let place = places[name]
            if let place, try cursor.peekKind() == .string {
                fields[place] = try cursor.readString().text
                continue
            }
            let skim = try cursor.skipValue()
            let text = String(decoding: bytes[skim.range], as: UTF8.self)
            if let place {
                fields[place] = skim.kind == .null ? nil : text
            } else if skim.kind != .null, !ImportMapping.ignored.contains(name) {
                others.append("\(JSONValue.string(name).serialized()):\(text)")
            }
        }
        try cursor.finish()
        return ImportedRow(number: number, fields: fields, times: (nil, nil), others: others.joined(separator: ","))
    }
}
