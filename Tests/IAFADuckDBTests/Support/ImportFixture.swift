import Foundation
import IAFACore
@testable import IAFADuckDB
import IAFATesting

/// Imports files into a data directory, one process after the other.
struct ImportFixture {
    let store: StoreFixture

    init() throws { store = try StoreFixture() }

    /// What an import did.
    struct Outcome {
        let report: EventImporter.Report
        let summary: CompactionSummary

        /// Everything in the project afterwards, by id.
        let events: [Event]

        /// The same in order of time, as "type person time properties"; an anonymous person in brackets.
        var texts: [String] {
            events.sorted { ($0.timestamp, $0.type, $0.properties) < ($1.timestamp, $1.type, $1.properties) }.map {
                "\($0.type) \($0.userID ?? "(\($0.anonymousID ?? ""))") \($0.timestamp) \($0.properties)"
            }
        }

        /// Rejected rows as "row field code".
        var rejections: [String] {
            report.rejections.map { rejection in
                "\(rejection.row) " + rejection.issues.map { "\($0.field) \($0.code)" }.joined(separator: ", ")
            }
        }
    }

    /// Writes a file.
    func write(_ bytes: [UInt8], _ name: String) throws -> String {
        let path = store.folder.path(name)
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    func write(_ text: String, _ name: String) throws -> String { try write(Array(text.utf8), name) }

    /// Imports files as one call of the command does.
    func run(
        _ paths: String...,
        map: String? = nil,
        into project: Identifier<Project> = StoreFixture.shop,
        retentionDays: Int? = nil
    ) async throws -> Outcome {
        let store = try store.open()
        let importer = try EventImporter(
            into: store,
            project: Project(
                id: project,
                organization: .fixed("org"),
                name: "Shop",
                retentionDays: retentionDays,
                createdAt: .epoch
            ),
            mapping: try ImportMapping(map),
            now: self.store.clock.now
        )
        for path in paths {
            try importer.read(path, as: ImportFormat(fileName: path) ?? .csv) { _ in }
        }
        let summary = try await importer.finish { _, _ in }
        return Outcome(report: importer.report, summary: summary, events: try store.storedEvents(of: project))
    }
}
