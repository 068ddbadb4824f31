#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A new folder under the system's temporary directory, removed with everything in it when the object ends.
package final class TemporaryFolder: Sendable {
    package let path: String

    package init() throws {
        let name = "iafa-test-" + UUID().uuidString.lowercased()
        path = FileManager.default.temporaryDirectory.appendingPathComponent(name).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of something in the folder.
    package func path(_ name: String) -> String { path + "/" + name }
}
