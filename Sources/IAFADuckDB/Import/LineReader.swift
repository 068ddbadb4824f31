internal import CZlib
internal import Foundation
internal import IAFACore

/// Reads the lines of a file of JSON objects, gzipped or not. Blocks.
struct LineReader {
    let path: String
    let mapping: ImportMapping

    /// The longest line, in bytes; a longer one is refused, the rest goes on.
    private static let lineLimit = 1_024 * 1_024

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
        let value: JSONValue
        do {
            value = try JSONValue.parse(bytes: line)
        } catch {
            return refused("malformed_json", error.message)
        }
        guard case .object(let members) = value else { return refused("invalid_type", "a line must be a JSON object") }
        return row(members, number)
    }

    private func row(_ members: [JSONMember], _ number: Int) -> ImportedRow {
        var fields: [String?] = Array(repeating: nil, count: ImportMapping.fields.count)
        let places = Dictionary(
            ImportMapping.fields.enumerated().map { (mapping.column(of: $1), $0) },
            uniquingKeysWith: { first, _ in first }
        )
        var others: [JSONMember] = []
        for member in members {
            guard let place = places[member.name] else {
                if !ImportMapping.ignored.contains(member.name), member.value != .null { others.append(member) }
                continue
            }
            switch member.value {
            case .string(let text): fields[place] = text
            case .null: fields[place] = nil
            // Ids are often numbers elsewhere; as text they are the same id.
            case .number, .bool, .array, .object: fields[place] = member.value.serialized()
            }
        }
        let inside = others.isEmpty ? "" : String(JSONValue.object(others).serialized().dropFirst().dropLast())
        return ImportedRow(number: number, fields: fields, times: (nil, nil), others: inside)
    }
}
