internal import DuckDB
internal import Foundation
internal import IAFACore

/// Writes the rows of ``ExportSQL/texts`` as JSON, an object a line.
///
/// The engine's own writer would put numbers into its own words; here the properties stay what was sent, but for line
/// breaks between their tokens, which become spaces. Blocks.
struct JSONLinesWriter {
    let path: String

    private static let bufferSize = 256 * 1_024

    /// Writes all rows to the file, in place of what it holds.
    ///
    /// - Returns: How many there were.
    /// - Throws: `DuckDBError`, and what the system says where the file can't be written.
    func write(_ result: QueryResult) throws -> Int {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError.current }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var rows = 0
        var bytes: [UInt8] = []
        while let chunk = try result.nextChunk() {
            for row in 0..<chunk.rowCount {
                Self.append(chunk, row, to: &bytes)
                guard bytes.count >= Self.bufferSize else { continue }
                try file.write(contentsOf: bytes)
                bytes.removeAll(keepingCapacity: true)
            }
            rows += chunk.rowCount
        }
        try file.write(contentsOf: bytes)
        try file.close()
        return rows
    }

    private static func append(_ chunk: DataChunk, _ row: Int, to bytes: inout [UInt8]) {
        for (index, name) in EventColumns.names.enumerated() {
            bytes.append(contentsOf: (index == 0 ? "{\"" : ",\"").utf8)
            bytes.append(contentsOf: name.utf8)
            bytes.append(contentsOf: "\":".utf8)
            let column = chunk.column(index)
            if column.isNull(at: row) {
                bytes.append(contentsOf: "null".utf8)
            } else if name == "properties" {
                for byte in column.strings.bytes(at: row) {
                    let isBreak = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
                    bytes.append(isBreak ? UInt8(ascii: " ") : byte)
                }
            } else {
                JSONValue.string(column.strings.string(at: row) ?? "").write(into: &bytes)
            }
        }
        bytes.append(contentsOf: "}\n".utf8)
    }
}

extension POSIXError {
    /// What the last system call said.
    fileprivate static var current: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
