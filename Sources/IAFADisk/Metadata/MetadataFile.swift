internal import IAFACore
internal import Synchronization

/// The document of one collection on disk, read again whenever somebody else has replaced it.
///
/// One caller at a time may read or write it; any may ask for what is ``current``.
final class MetadataFile<Record: MetadataRecord>: MetadataVersions.Document {
    private let path: String
    private let lockPath: String
    private let fileSystem: FileSystem
    private let versions: MetadataVersions

    /// What was read or written last; nil before that and after a failed write: then the file has to be looked at.
    private let known: Mutex<Known?> = Mutex(nil)

    private struct Known {
        let collection: MetadataCollection<Record>
        /// The file that it was read from or written to; nil where there is none.
        let identity: FileIdentity?
    }

    init(directory: String, fileSystem: FileSystem, versions: MetadataVersions) {
        self.versions = versions
        path = FilePaths.join(directory, Record.collection + ".json")
        lockPath = FilePaths.join(directory, Record.collection + ".lock")
        self.fileSystem = fileSystem
    }

    var isCurrent: Bool { current != nil }

    /// The newest version of the collection where it is in memory, else nil.
    ///
    /// Asks the system for the file's identity and waits for nobody, whoever changes the collection meanwhile.
    var current: MetadataCollection<Record>? {
        guard let known = known.withLock(\.self), let identity = try? identityOnDisk(),
            identity == known.identity
        else { return nil }
        return known.collection
    }

    /// The newest version of the collection.
    ///
    /// Needs no lock, as the file is replaced whole.
    ///
    /// - Throws: ``MetadataError/unreadable``.
    func read() throws(MetadataError) -> MetadataCollection<Record> {
        let identity = try identityOnDisk()
        if let known = known.withLock(\.self), identity == known.identity { return known.collection }
        // Where it is replaced between these calls, the older identity makes sure that it is read again.
        let collection = try identity == nil ? MetadataCollection() : load()
        replaceKnown(with: Known(collection: collection, identity: identity))
        return collection
    }

    /// Changes the newest version, alone among all processes, and makes the change durable.
    ///
    /// - Parameter change: Edits the collection and says whether there is something to write.
    /// - Throws: ``MetadataError``, and what `change` throws; then nothing was changed.
    func write(
        _ change: (inout MetadataCollection<Record>) throws(MetadataError) -> Bool
    ) throws(MetadataError) {
        let lock = try takeLock()
        defer { lock.unlock() }
        var changed = try read()
        guard try change(&changed) else { return }
        let identity: FileIdentity
        do throws(DiskError) {
            let bytes = MetadataDocument.bytes(of: changed.stored)
            try DurableFile.replace(bytes, at: path, keeping: path + ".bak", fileSystem: fileSystem)
            identity = try fileSystem.identity(path)
        } catch {
            replaceKnown(with: nil)
            throw .unwritable(message: error.description)
        }
        replaceKnown(with: Known(collection: changed, identity: identity))
    }

    private func replaceKnown(with new: Known?) {
        known.withLock { $0 = new }
        versions.advance()
    }

    private func takeLock() throws(MetadataError) -> FileLock {
        do throws(DiskError) {
            let lock = try FileLock(path: lockPath, fileSystem: fileSystem)
            try lock.lock()
            return lock
        } catch {
            throw .unwritable(message: error.description)
        }
    }

    /// The file's identity; nil where there is none, which is only right where there never was one.
    private func identityOnDisk() throws(MetadataError) -> FileIdentity? {
        do throws(DiskError) {
            return try fileSystem.identity(path)
        } catch {
            guard error.isMissing else { throw .unreadable(message: error.description) }
        }
        do throws(DiskError) {
            guard try fileSystem.byteCount(of: path + ".bak") != nil else { return nil }
        } catch {
            throw .unreadable(message: error.description)
        }
        throw .unreadable(
            message: "'\(path)' is missing; restore it from '\(path).bak', which is the version before the last"
        )
    }

    private func load() throws(MetadataError) -> MetadataCollection<Record> {
        let bytes: [UInt8]
        do throws(DiskError) {
            bytes = try fileSystem.contents(of: path)
        } catch {
            throw .unreadable(message: error.description)
        }
        do throws(MetadataDocument.Problem) {
            return try MetadataDocument.decode(bytes, as: Record.self)
        } catch {
            switch error {
            case .newerVersion(let version):
                throw .unreadable(
                    message: "'\(path)' has format version \(version), which a newer iafa wrote; this one reads "
                        + "up to \(MetadataDocument.version): use the newer one"
                )
            case .damaged(let what):
                throw .unreadable(
                    message: "'\(path)' is damaged (\(what)) and was left as it is; repair it, or restore "
                        + "'\(path).bak', which is the version before the last"
                )
            }
        }
    }
}
