/// An event file that isn't as it should be, and what to do about it.
package struct EventFileFinding: Sendable, Equatable, CustomStringConvertible {
    package let path: String
    package let message: String
    package let remedy: String

    package init(path: String, message: String, remedy: String = "restore it from a backup") {
        self.path = path
        self.message = message
        self.remedy = remedy
    }

    package var description: String { "\(path): \(message)" }
}
