#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif
package import IAFACore

/// What a backup holds; written last, so that a folder with one is a whole backup.
package struct BackupManifest: Sendable, Equatable, Codable {
    package static let fileName = "manifest.json"
    package static let version = 1

    /// What a backup holds of a data directory; all else is made anew.
    package static let folders = ["events", "ingestion", "journal", "metadata"]

    package let formatVersion: Int
    package let iafaVersion: String

    /// When the backup began: what was acknowledged before is in it.
    package let createdAt: Timestamp

    /// The highest sequence number of any event in it; 0 where there is none.
    package let lastSequence: UInt64
    package let projects: Int

    /// Nil where they could not be counted, because something was damaged already.
    package let events: Int?

    /// In order of path.
    package let files: [BackupFile]

    package init(
        iafaVersion: String,
        createdAt: Timestamp,
        lastSequence: UInt64,
        projects: Int,
        events: Int?,
        files: [BackupFile]
    ) {
        formatVersion = Self.version
        self.iafaVersion = iafaVersion
        self.createdAt = createdAt
        self.lastSequence = lastSequence
        self.projects = projects
        self.events = events
        self.files = files
    }

    package var byteCount: Int { files.reduce(0) { $0 + $1.bytes } }

    /// The manifest as it is stored.
    ///
    /// - Throws: What the encoder throws: nothing that a file can bring about.
    func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return Array(try encoder.encode(self)) + Array("\n".utf8)
    }

    /// Reads a stored manifest.
    ///
    /// - Throws: ``Problem``.
    init(_ bytes: [UInt8]) throws(Problem) {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        do {
            let header = try decoder.decode(Header.self, from: Data(bytes))
            guard header.formatVersion <= Self.version else {
                throw Problem("has format version \(header.formatVersion), which a newer iafa wrote: use that one")
            }
            self = try decoder.decode(BackupManifest.self, from: Data(bytes))
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem("is damaged; use another backup")
        }
        var paths: Set<String> = []
        for file in files where !file.isPlausible || !paths.insert(file.path).inserted {
            throw Problem("lists '\(file.path)', which no backup has; use another one")
        }
    }

    struct Problem: Error {
        let message: String

        init(_ message: String) { self.message = message }
    }

    private struct Header: Decodable {
        let formatVersion: Int
    }
}
