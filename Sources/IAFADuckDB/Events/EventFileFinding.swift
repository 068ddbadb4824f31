internal import IAFACore

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

    /// Says why a file could not be taken in.
    init(damagedFile path: String, of project: Identifier<Project>, in folder: EventFolder) {
        if let place = EventFileName(ofPath: path).map({ folder.path(of: $0, project) }), place != path {
            self.init(
                path: path,
                message: "lies in a folder that isn't its day's",
                remedy: "move it to \(place), unless there is such a file: then remove one of the two"
            )
        } else {
            self.init(path: path, message: "not a Parquet file that IAFA wrote, or damaged")
        }
    }

    package var description: String { "\(path): \(message)" }
}
