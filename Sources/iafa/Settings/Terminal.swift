internal import Foundation

/// What a command says to whoever called it: results on standard output, everything else on standard error.
enum Terminal {
    /// Whether somebody looks at standard error, so that progress is worth showing.
    static let isInteractive = isatty(STDERR_FILENO) == 1

    /// Writes a result.
    static func say(_ text: String) { write(text + "\n", to: .standardOutput) }

    /// Writes a remark.
    static func note(_ text: String) { write(text + "\n", to: .standardError) }

    /// Shows how far long work is, on a line that the next one replaces; nothing where nobody looks.
    static func progress(_ text: String) {
        guard isInteractive else { return }
        write("\r\u{1B}[K\(text)", to: .standardError)
    }

    /// Takes the progress away.
    static func endProgress() {
        guard isInteractive else { return }
        write("\r\u{1B}[K", to: .standardError)
    }

    /// Ends the program as failed.
    static func fail(_ message: String) -> Never {
        endProgress()
        let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        note("iafa: \(line)")
        Foundation.exit(1)
    }

    /// Ends the program as called wrongly.
    static func misused(_ message: String, by command: String) -> Never {
        endProgress()
        note("Error: \(message)\n  See 'iafa \(command) --help' for more information.")
        Foundation.exit(64)
    }

    private static func write(_ text: String, to file: FileHandle) {
        // Whoever stopped reading doesn't want to know.
        try? file.write(contentsOf: Data(text.utf8))
    }
}

extension Int {
    /// The number with commas between thousands.
    var grouped: String {
        var digits = Array(String(magnitude))
        var place = digits.count - 3
        while place > 0 {
            digits.insert(",", at: place)
            place -= 3
        }
        return (self < 0 ? "-" : "") + String(digits)
    }
}
