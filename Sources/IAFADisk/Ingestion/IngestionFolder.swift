#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif
internal import IAFACore
internal import Logging

/// The files of a ledger: a folder a project, in it a document a UTC day and a list of rejections.
///
/// Every call blocks.
struct IngestionFolder: Sendable {
    private static let prefix = "project_"
    private static let rejections = "rejections.v1.jsonl"

    /// The bytes at the start of a list that hold its first rejection, whatever is in it.
    private static let firstLineLimit = 64 << 10

    let path: String
    let fileSystem: FileSystem
    let logger: Logger

    // MARK: - Days

    /// The document of a day; nil where there is none.
    ///
    /// One that can't be understood is set aside under another name, and the log says so: a lost count must not keep
    /// the server from counting on.
    func day(_ day: CalendarDay, of project: Identifier<Project>) throws(IngestionLedgerError) -> IngestionDay? {
        let path = path(of: day, project)
        guard let bytes = try contents(of: path) else { return nil }
        guard let document = try? Self.decoder().decode(IngestionDay.self, from: Data(bytes)),
            document.formatVersion <= IngestionDay.version
        else {
            do throws(DiskError) {
                try fileSystem.rename(path, path + ".damaged")
            } catch {
                throw .unavailable(message: error.description)
            }
            logger.error(
                "counts of a day are damaged or of a newer version, and were set aside",
                metadata: ["path": "\(path).damaged"]
            )
            return nil
        }
        return document
    }

    func write(
        _ document: IngestionDay,
        _ day: CalendarDay,
        of project: Identifier<Project>
    ) throws(IngestionLedgerError) {
        try replace(path(of: day, project), of: project, with: Self.encode(document))
    }

    // MARK: - Rejections

    /// What the list of a project holds, oldest first; lines that a crash tore are passed over.
    func rejections(of project: Identifier<Project>) throws(IngestionLedgerError) -> [Rejection] {
        Self.parse(try contents(of: listPath(project)) ?? [])
    }

    /// When the oldest rejection of a project's list came; nil where there is none.
    func oldestRejection(of project: Identifier<Project>) throws(IngestionLedgerError) -> Timestamp? {
        Self.parse(try contents(of: listPath(project), limit: Self.firstLineLimit) ?? []).first?.rejectedAt
    }

    /// Makes a list of its rejections alone, or removes it where there are none.
    func replaceRejections(
        of project: Identifier<Project>,
        with rejections: [Rejection]
    ) throws(IngestionLedgerError) {
        guard !rejections.isEmpty else { return try remove(listPath(project)) }
        try replace(listPath(project), of: project, with: rejections.flatMap { Self.encode($0) })
    }

    /// Adds to a list that is there and whole.
    ///
    /// - Throws: ``IngestionLedgerError``; then the list may be torn, and must be replaced before it is added to.
    func append(_ rejections: [Rejection], of project: Identifier<Project>) throws(IngestionLedgerError) {
        let bytes = rejections.flatMap { Self.encode($0) }
        do throws(DiskError) {
            let file = try fileSystem.open(listPath(project), .append)
            defer { fileSystem.close(file) }
            try fileSystem.writeAll(bytes, to: file)
            try fileSystem.synchronize(file)
        } catch {
            throw .unavailable(message: error.description)
        }
    }

    // MARK: - Folders

    /// The projects that have a folder.
    func projects() throws(IngestionLedgerError) -> [Identifier<Project>] {
        try names(in: path).compactMap { name in
            name.hasPrefix(Self.prefix) ? Identifier(String(name.dropFirst(Self.prefix.count))) : nil
        }
    }

    /// Removes what there is of a project's days before a day, also what was set aside or never finished.
    func removeDays(before first: CalendarDay, of project: Identifier<Project>) throws(IngestionLedgerError) {
        let folder = folder(of: project)
        for name in try names(in: folder) {
            guard let day = try? CalendarDay(String(name.prefix(10))), day < first else { continue }
            try remove(FilePaths.join(folder, name))
        }
    }

    /// Removes what a process that died left half written.
    func removeUnfinished(of project: Identifier<Project>) throws(IngestionLedgerError) {
        let folder = folder(of: project)
        for name in try names(in: folder) where name.hasSuffix(DurableFile.temporarySuffix) {
            try remove(FilePaths.join(folder, name))
        }
    }

    /// Removes a project's folder with everything in it.
    func removeAll(of project: Identifier<Project>) throws(IngestionLedgerError) {
        let folder = folder(of: project)
        guard FileManager.default.fileExists(atPath: folder) else { return }
        do {
            try FileManager.default.removeItem(atPath: folder)
        } catch {
            throw .unavailable(message: "can't remove '\(folder)': \(error)")
        }
    }

    private func folder(of project: Identifier<Project>) -> String {
        FilePaths.join(path, Self.prefix + project.text)
    }

    private func path(of day: CalendarDay, _ project: Identifier<Project>) -> String {
        FilePaths.join(folder(of: project), "\(day).json")
    }

    private func listPath(_ project: Identifier<Project>) -> String {
        FilePaths.join(folder(of: project), Self.rejections)
    }
}

extension IngestionFolder {
    private func contents(of path: String, limit: Int = .max) throws(IngestionLedgerError) -> [UInt8]? {
        do throws(DiskError) {
            return try fileSystem.contents(of: path, limit: limit)
        } catch {
            if error.isMissing { return nil }
            throw .unavailable(message: error.description)
        }
    }

    private func replace(
        _ path: String,
        of project: Identifier<Project>,
        with bytes: [UInt8]
    ) throws(IngestionLedgerError) {
        do throws(DiskError) {
            try fileSystem.createDirectory(folder(of: project))
            try DurableFile.replace(bytes, at: path, fileSystem: fileSystem)
        } catch {
            throw .unavailable(message: error.description)
        }
    }

    private func remove(_ path: String) throws(IngestionLedgerError) {
        do throws(DiskError) {
            try fileSystem.remove(path)
        } catch {
            if error.isMissing { return }
            throw .unavailable(message: error.description)
        }
    }

    private func names(in path: String) throws(IngestionLedgerError) -> [String] {
        do throws(DiskError) {
            return try fileSystem.list(path)
        } catch {
            if error.isMissing { return [] }
            throw .unavailable(message: error.description)
        }
    }

    private static func parse(_ bytes: [UInt8]) -> [Rejection] {
        let decoder = decoder()
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap {
            try? decoder.decode(Rejection.self, from: Data($0))
        }
    }

    private static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("what was read as JSON can be written as JSON")
        }
        return Array(data) + [UInt8(ascii: "\n")]
    }

    private static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }
}
