package import IAFACore

/// Metadata as JSON documents, one a collection, whole in memory.
///
/// Other processes may read and change the same documents: every change is made to the newest version under a lock on
/// `{collection}.lock`, and every read notices a document that was replaced. The previous version stays beside it as
/// `{collection}.json.bak`. The store's work blocks, on a queue of its own.
package actor JSONMetadataStore: MetadataStore {
    private let executor = BlockingExecutor(label: "metadata")
    private let directory: String
    private let fileSystem: FileSystem

    /// By collection; each of the type that its collection's name stands for.
    private var files: [String: AnyObject] = [:]

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

    package func get<Record: MetadataRecord>(_ id: Identifier<Record>) throws(MetadataError) -> Record? {
        try file(Record.self).read().record(id)
    }

    package func find<Record: MetadataRecord>(
        _ type: Record.Type,
        by index: String,
        _ value: String
    ) throws(MetadataError) -> [Record] {
        try file(type).read().records(index: index, value: value)
    }

    package func all<Record: MetadataRecord>(_ type: Record.Type) throws(MetadataError) -> [Record] {
        try file(type).read().records
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

    private func file<Record: MetadataRecord>(_ type: Record.Type) -> MetadataFile<Record> {
        if let file = files[Record.collection] {
            guard let file = file as? MetadataFile<Record> else {
                preconditionFailure("two types of record are called '\(Record.collection)'")
            }
            return file
        }
        let file = MetadataFile<Record>(directory: directory, fileSystem: fileSystem)
        files[Record.collection] = file
        return file
    }
}
