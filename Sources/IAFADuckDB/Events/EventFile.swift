internal import Foundation
package import IAFACore

/// A Parquet file of events, of one project and one UTC day.
///
/// Whoever reads a file holds on to this object: what it read from stays on disk, as it was, until nobody holds it.
package final class EventFile: Sendable {
    package let project: Identifier<Project>
    package let name: EventFileName

    /// Where everybody finds the file.
    package let path: String

    /// Where this process reads it: a link of its own where `path` may vanish or come to mean a newer file.
    package let readPath: String
    package let footer: EventFileFooter

    init(project: Identifier<Project>, name: EventFileName, path: String, readPath: String, footer: EventFileFooter) {
        self.project = project
        self.name = name
        self.path = path
        self.readPath = readPath
        self.footer = footer
    }

    deinit {
        if readPath != path { unlink(readPath) }
    }
}
