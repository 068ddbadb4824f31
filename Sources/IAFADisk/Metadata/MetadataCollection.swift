internal import IAFACore

/// The records of one collection in memory, in order of insertion, with their indexes and their JSON.
struct MetadataCollection<Record: MetadataRecord>: Sendable {
    /// A record and the bytes it is stored as, so that a change encodes only what changed.
    struct Entry: Sendable {
        let record: Record
        let json: [UInt8]
    }

    /// By insertion; nil where a record was removed.
    private var entries: [Entry?] = []
    private var places: [Identifier<Record>: Int] = [:]

    /// Index → value → places, ascending.
    private var indexed: [String: [String: [Int]]] = [:]

    var records: [Record] { entries.compactMap { $0?.record } }
    var stored: [[UInt8]] { entries.compactMap { $0?.json } }

    func record(_ id: Identifier<Record>) -> Record? {
        places[id].flatMap { entries[$0]?.record }
    }

    /// - Precondition: The collection has the index: a misspelt name is a programmer's error.
    func records(index: String, value: String) -> [Record] {
        precondition(
            Record.indexes.contains { $0.name == index },
            "the collection '\(Record.collection)' has no index '\(index)'"
        )
        return indexed[index]?[value]?.compactMap { entries[$0]?.record } ?? []
    }

    /// Adds an entry.
    ///
    /// - Throws: ``MetadataError/conflict`` where its id or a unique value is taken.
    mutating func insert(_ entry: Entry) throws(MetadataError) {
        guard places[entry.record.id] == nil else {
            throw .conflict(collection: Record.collection, index: "id")
        }
        try checkUnique(entry.record, except: nil)
        entries.append(entry)
        places[entry.record.id] = entries.count - 1
        addToIndexes(entry.record, at: entries.count - 1)
    }

    /// Puts an entry in the place of the one with its id.
    ///
    /// - Throws: ``MetadataError/conflict`` where a unique value is taken.
    mutating func replace(with entry: Entry) throws(MetadataError) {
        guard let place = places[entry.record.id], let old = entries[place] else { return }
        try checkUnique(entry.record, except: place)
        removeFromIndexes(old.record, at: place)
        entries[place] = entry
        addToIndexes(entry.record, at: place)
    }

    /// Removes a record.
    ///
    /// - Returns: Whether there was one.
    mutating func remove(_ id: Identifier<Record>) -> Bool {
        guard let place = places.removeValue(forKey: id), let old = entries[place] else { return false }
        removeFromIndexes(old.record, at: place)
        entries[place] = nil
        return true
    }

    private func checkUnique(_ record: Record, except place: Int?) throws(MetadataError) {
        for index in Record.indexes where index.isUnique {
            for value in index.values(record)
            where indexed[index.name]?[value]?.contains(where: { $0 != place }) == true {
                throw .conflict(collection: Record.collection, index: index.name)
            }
        }
    }

    private mutating func addToIndexes(_ record: Record, at place: Int) {
        for index in Record.indexes {
            for value in Set(index.values(record)) {
                var found = indexed[index.name]?[value] ?? []
                found.insert(place, at: found.firstIndex { $0 > place } ?? found.count)
                indexed[index.name, default: [:]][value] = found
            }
        }
    }

    private mutating func removeFromIndexes(_ record: Record, at place: Int) {
        for index in Record.indexes {
            for value in Set(index.values(record)) {
                indexed[index.name]?[value]?.removeAll { $0 == place }
                if indexed[index.name]?[value]?.isEmpty == true { indexed[index.name]?[value] = nil }
            }
        }
    }
}
