/// Something that the metadata store keeps: a user, a project, a funnel.
package protocol MetadataRecord: Codable, Sendable, Equatable {
    /// The collection's name, which is also the document's: `users` is kept in `users.json`.
    static var collection: String { get }

    /// What a record can be found by besides its id.
    static var indexes: [MetadataIndex<Self>] { get }

    var id: Identifier<Self> { get }
}

/// A way to find records of a collection by a value.
package struct MetadataIndex<Record>: Sendable {
    /// The index's name, unique within the collection.
    package let name: String

    /// Whether two records may share a value.
    package let isUnique: Bool

    /// The values under which a record is found; a record with none isn't in the index.
    package let values: @Sendable (Record) -> [String]

    package init(_ name: String, isUnique: Bool = false, values: @escaping @Sendable (Record) -> [String]) {
        self.name = name
        self.isUnique = isUnique
        self.values = values
    }
}
