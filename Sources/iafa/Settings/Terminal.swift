internal import Foundation
internal import Synchronization

/// What a command says to whoever called it: results on standard output, everything else on standard error.
enum Terminal {
    /// Whether somebody looks at standard error, so that progress is worth showing.
    static let isInteractive = isatty(STDERR_FILENO) == 1

    /// Why a result was lost, as the system's `errno`; nil where none was.
    private static let loss = Mutex<Int32?>(nil)

    /// Writes a result; where that fails, ``finish()`` tells.
    static func say(_ text: String) {
        loss.withLock { loss in
            if loss == nil { loss = write(text + "\n", to: STDOUT_FILENO) }
        }
    }

    /// Writes a result that nobody needs.
    static func announce(_ text: String) { _ = write(text + "\n", to: STDOUT_FILENO) }

    /// Writes a remark.
    static func note(_ text: String) { _ = write(text + "\n", to: STDERR_FILENO) }

    /// Ends the program as done, unless a result could not be written.
    static func finish() -> Never {
        // Whoever stopped reading has what they wanted.
        if let loss = loss.withLock(\.self), loss != EPIPE {
            fail("can't write the result to standard output: \(String(cString: strerror(loss)))")
        }
        Foundation.exit(0)
    }

    /// Shows how far long work is, on a line that the next one replaces; nothing where nobody looks.
    static func progress(_ text: String) {
        guard isInteractive else { return }
        _ = write("\r\u{1B}[K\(text)", to: STDERR_FILENO)
    }

    /// Takes the progress away.
    static func endProgress() {
        guard isInteractive else { return }
        _ = write("\r\u{1B}[K", to: STDERR_FILENO)
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
        let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        let help = command.isEmpty ? "iafa --help" : "iafa \(command) --help"
        note("iafa: \(line)\n  See '\(help)' for more information.")
        Foundation.exit(64)
    }

    private static func write(_ text: String, to descriptor: Int32) -> Int32? {
        Array(text.utf8).withUnsafeBytes { POSIXWrite.all($0, descriptor) }
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

    /// The number with what it counts: "1 file", "1,000 files".
    func counted(_ noun: String) -> String { "\(grouped) \(noun)\(self == 1 ? "" : "s")" }
}
