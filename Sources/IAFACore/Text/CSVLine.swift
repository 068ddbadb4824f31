/// A line of a table in CSV, as RFC 4180 has it.
package enum CSVLine {
    /// What a spreadsheet takes for the beginning of a formula; OWASP, "CSV Injection".
    private static let formulaStarts: Set<UInt8> = [
        UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), UInt8(ascii: "\t"),
        UInt8(ascii: "\r"), UInt8(ascii: "\n"),
    ]

    /// The cells, nil for an empty one, with the line's end.
    ///
    /// What came from outside may be meant for the spreadsheet in which the table is opened. So an apostrophe goes
    /// before a text that it would take for a formula, unless it is a number.
    package static func text(_ cells: [String?]) -> String {
        cells.map { cell($0 ?? "") }.joined(separator: ",") + "\r\n"
    }

    private static func cell(_ text: String) -> String {
        var text = text
        if let first = text.utf8.first, formulaStarts.contains(first), Double(text) == nil { text = "'" + text }
        let needsQuotes = text.utf8.contains { byte in
            switch byte {
            case UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
            default: false
            }
        }
        return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
}
