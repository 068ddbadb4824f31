/// Why a file can't be imported at all; a row that can't is in the report.
package struct ImportError: Error, Sendable, CustomStringConvertible {
    package let path: String
    package let message: String

    package var description: String { "\(path): \(message)" }
}
