package import IAFACore
internal import Synchronization

/// Metadata as JSON documents, one a collection, whole in memory.
///
/// Other processes may read and change the same documents: every change is made to the newest version under a lock on
/// `{collection}.lock`, and every read notices a document that was replaced. The previous version stays beside it as
/// `{collection}.json.bak`. Changes, and reads of a document that somebody else has replaced, block on a queue of their
/// own; other reads wait for nobody.
package actor JSONMetadataStore: MetadataStore {
    private let executor = BlockingExecutor(label: "metadata")
    private let directory: String
    private let fileSystem: FileSystem

    /// By collection; each of the type that its collection's name stands for.
    private let files: Mutex<[String: any MetadataVersions.Document]> = Mutex([:])
    private let versions = MetadataVersions()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private init(directory: String, fileSystem: FileSystem) {
        self.directory = directory
        self.fileSystem = fileSystem
    }

    /// Opens the documents of a folder, made with mode 0700 where it isn't there.
    ///
    /// Blocks for moments. A document is read when it is first asked for.
    ///
    /// - Throws: ``MetadataError/unwritable`` where the folder can't be made.
    package static func open(
        directory: String,
        fileSystem: FileSystem = .system
    ) throws(MetadataError) -> JSONMetadataStore {
        do throws(DiskError) {
            try fileSystem.createDirectory(directory)
        } catch {
            throw .unwritable(message: error.description)
        }
        return JSONMetadataStore(directory: directory, fileSystem: fileSystem)
    }

    package nonisolated var version: Int { versions.current { files.withLock { Array($0.values) } } }

    package nonisolated func get<Record: MetadataRecord>(
        _ id: Identifier<Record>
    ) async throws(MetadataError) -> Record? {
        try await collection(of: Record.self).record(id)
    }

    package nonisolated func find<Record: MetadataRecord>(
        _ type: Record.Type,
        by index: String,
        _ value: String
    ) async throws(MetadataError) -> [Record] {
        try await collection(of: type).records(index: index, value: value)
    }

    package nonisolated func all<Record: MetadataRecord>(
        _ type: Record.Type
    ) async throws(MetadataError) -> [Record] {
        try await collection(of: type).records
    }

    private nonisolated func collection<Record: MetadataRecord>(
        of type: Record.Type
    ) async throws(MetadataError) -> MetadataCollection<Record> {
        let file = file(type)
        if let current = file.current { return current }
        return try await read(file)
    }

    private func read<Record: MetadataRecord>(
        _ file: MetadataFile<Record>
    ) throws(MetadataError) -> MetadataCollection<Record> {
        try file.read()
    }

    package func insert<Record: MetadataRecord>(_ record: Record) throws(MetadataError) {
        let json = try MetadataDocument.encode(record)
        try file(Record.self).write { collection throws(MetadataError) in
            try collection.insert(MetadataCollection.Entry(record: record, json: json))
            return true
        }
    }

    @discardableResult
    package func update<Record: MetadataRecord>(
        _ id: Identifier<Record>,
        _ change: @Sendable (inout Record) -> Bool
    ) throws(MetadataError) -> Record? {
        var result: Record?
        try file(Record.self).write { collection throws(MetadataError) in
            result = collection.record(id)
            guard var record = result, change(&record), record != result else { return false }
            precondition(record.id == id, "a record keeps its id")
            try collection.replace(
                with: MetadataCollection.Entry(record: record, json: MetadataDocument.encode(record))
            )
            result = record
            return true
        }
        return result
    }

    @discardableResult
    package func delete<Record: MetadataRecord>(_ id: Identifier<Record>) throws(MetadataError) -> Bool {
        var wasThere = false
        try file(Record.self).write { collection throws(MetadataError) in
            wasThere = collection.remove(id)
            return wasThere
        }
        return wasThere
    }

    private nonisolated func file<Record: MetadataRecord>(_ type: Record.Type) -> MetadataFile<Record> {
        let file = files.withLock { files in
            if let file = files[Record.collection] { return file }
            let file = MetadataFile<Record>(directory: directory, fileSystem: fileSystem, versions: versions)
            files[Record.collection] = file
            return file
        }
        guard let file = file as? MetadataFile<Record> else {
            preconditionFailure("two types of record are called '\(Record.collection)'")
        }
        return file
    }
}
