/// Where users, organizations, projects, keys and funnels are kept.
///
/// Every change is durable when its call returns. Reads see every change that returned before they began.
/// The adapters are held to one conformance suite in `IAFATesting`.
package protocol MetadataStore: Sendable {
    /// Another number whenever a record has changed since it was last asked for, maybe also where none has.
    ///
    /// Who asks for it, reads records, and finds the same number later, still knows the newest ones. A change by
    /// another process may show up to 10 ms late. Costs next to nothing and waits for nobody.
    var version: Int { get }

    /// The record with an id; nil where there is none.
    ///
    /// - Throws: ``MetadataError/unreadable``.
    func get<Record: MetadataRecord>(_ id: Identifier<Record>) async throws(MetadataError) -> Record?

    /// The records that an index holds under a value, oldest insertion first.
    ///
    /// - Throws: ``MetadataError/unreadable``.
    func find<Record: MetadataRecord>(_ type: Record.Type, by index: String, _ value: String)
        async throws(MetadataError) -> [Record]

    /// All records of a collection, oldest insertion first.
    ///
    /// - Throws: ``MetadataError/unreadable``.
    func all<Record: MetadataRecord>(_ type: Record.Type) async throws(MetadataError) -> [Record]

    /// Adds a record.
    ///
    /// - Throws: ``MetadataError/conflict`` where its id or a unique value is taken; ``MetadataError/unwritable``.
    func insert<Record: MetadataRecord>(_ record: Record) async throws(MetadataError)

    /// Changes a record, atomically: the closure sees the newest version, and nobody else changes it meanwhile.
    ///
    /// `change`: Edits the record, or returns false to leave it as it was. It may run more than once.
    /// - Returns: The record as it is afterwards; nil where there is none.
    /// - Throws: ``MetadataError/conflict`` where a unique value is taken; ``MetadataError/unwritable``.
    @discardableResult
    func update<Record: MetadataRecord>(_ id: Identifier<Record>, _ change: @Sendable (inout Record) -> Bool)
        async throws(MetadataError) -> Record?

    /// Removes a record.
    ///
    /// - Returns: Whether there was one.
    /// - Throws: ``MetadataError/unwritable``.
    @discardableResult
    func delete<Record: MetadataRecord>(_ id: Identifier<Record>) async throws(MetadataError) -> Bool
}
