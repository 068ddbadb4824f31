internal import CZlib

/// Reads a file of comma-separated values row by row, gzipped or not, in bounded memory.
///
/// A row that can't be told from its neighbours, because its quotes are wrong, ends with its first line, so that a
/// quote too many costs one line and not the rest of the file. Blocks.
final class CSVRecordReader {
    /// A row, or why there is none.
    enum Content {
        case fields([CSVScanner.Field])
        case fault(String)
    }

    /// The longest row, in bytes; a longer one is refused, the rest goes on.
    static let rowLimit = 1_024 * 1_024

    /// The line on which the row begins that was read last, counted from 1.
    private(set) var line = 1

    private let path: String
    private let file: gzFile
    private var window: [UInt8] = []

    /// The place in the file of the window's first byte.
    private var offset = 0

    /// Where in the window the next row begins, and on which line.
    private var start = 0
    private var nextLine = 1

    private static let pieceSize = 256 * 1_024

    /// - Throws: ``ImportError``.
    init(path: String) throws(ImportError) {
        // zlib reads what isn't gzip as it is.
        guard let file = gzopen(path, "rb") else {
            throw ImportError(path: path, message: "can't be opened; check that it exists and may be read")
        }
        self.path = path
        self.file = file
        try fill()
        if window.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
    }

    deinit { gzclose(file) }

    /// The next row; nil at the end of the file.
    ///
    /// - Throws: ``ImportError``.
    func next() throws(ImportError) -> Content? {
        line = nextLine
        forgetWhatIsRead()
        var scanner = CSVScanner()
        var scanned = start
        while true {
            switch scan(&scanner, from: scanned) {
            case .end(let next):
                pass(scanner, to: next)
                return .fields(scanner.fields)
            case .fault: return try passLine(because: "a character follows a closing quote; \(Self.advice)")
            case .more: break
            }
            scanned = window.count
            if window.count - start > Self.rowLimit { return try passLongRow(&scanner) }
            guard try !fill() else { continue }
            if scanned == start { return nil }
            if scanner.isOpen { return try passLine(because: "a quote isn't closed; \(Self.advice)") }
            scanner.finish(at: scanned)
            pass(scanner, to: scanned)
            return .fields(scanner.fields)
        }
    }

    /// The text of a field of the row that was read last; nil where it isn't UTF-8.
    func text(of field: CSVScanner.Field) -> String? {
        var bytes = window[field.range]
        if field.hasDoubledQuotes {
            var isSecond = false
            bytes.removeAll { byte in
                isSecond = byte == UInt8(ascii: "\"") && !isSecond
                return byte == UInt8(ascii: "\"") && !isSecond
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static let advice = "a quote within a quoted field must be doubled"
    /// `SEEK_SET`.
    private let seekFromStart: Int32 = 0
    private static let tooLong = "a row may have at most \(rowLimit) bytes"

    private func scan(_ scanner: inout CSVScanner, from index: Int) -> CSVScanner.Stop {
        window.withUnsafeBufferPointer { scanner.scan($0, from: index) }
    }

    /// Reads on; false at the end of the file.
    @discardableResult
    private func fill() throws(ImportError) -> Bool {
        let count = window.count
        window.append(contentsOf: repeatElement(0, count: Self.pieceSize))
        let read = window.withUnsafeMutableBytes { bytes in
            Int(gzread(file, bytes.baseAddress.map { $0 + count }, UInt32(Self.pieceSize)))
        }
        window.removeLast(Self.pieceSize - max(0, read))
        guard read >= 0 else { throw ImportError(path: path, message: "is damaged gzip, or can't be read on") }
        return read > 0
    }

    private func forgetWhatIsRead() {
        guard start >= Self.pieceSize else { return }
        window.removeFirst(start)
        offset += start
        start = 0
    }

    private func forgetWindow() {
        offset += window.count
        window.removeAll(keepingCapacity: true)
        start = 0
    }

    private func pass(_ row: CSVScanner, to next: Int) {
        nextLine = line + 1 + row.innerLines
        start = next
    }

    /// Passes over the line on which the row begins.
    private func passLine(because reason: String) throws(ImportError) -> Content {
        while true {
            if let end = window[start...].firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
                if end + 1 == window.count { try fill() }
                let isPair = window[end] == UInt8(ascii: "\r") && end + 1 < window.count
                start = isPair && window[end + 1] == UInt8(ascii: "\n") ? end + 2 : end + 1
                break
            }
            forgetWindow()
            guard try fill() else { break }
        }
        nextLine = line + 1
        return .fault(reason)
    }

    /// Passes over a row that is too long to be kept.
    private func passLongRow(_ scanner: inout CSVScanner) throws(ImportError) -> Content {
        let beginning = offset + start
        scanner.dropFields()
        var stop = CSVScanner.Stop.more
        while case .more = stop {
            forgetWindow()
            guard try fill() else { break }
            stop = scan(&scanner, from: 0)
        }
        if case .end(let next) = stop {
            pass(scanner, to: next)
            return .fault(Self.tooLong)
        }
        if case .more = stop, !scanner.isOpen { return .fault(Self.tooLong) }
        // The quotes are wrong, so what lies behind the line may be rows of their own.
        guard gzseek(file, numericCast(beginning), seekFromStart) >= 0 else {
            throw ImportError(path: path, message: "can't be read again from line \(line) on; unpack it first")
        }
        window.removeAll(keepingCapacity: true)
        offset = beginning
        start = 0
        return try passLine(because: "a quote isn't closed; \(Self.advice)")
    }
}
