/// A funnel that a project keeps under a name.
package struct SavedFunnel: MetadataRecord {
    package static let collection = "funnels"
    package static let indexes: [MetadataIndex<SavedFunnel>] = [
        MetadataIndex("project") { [$0.project.text] }
    ]

    package let id: Identifier<SavedFunnel>
    package let project: Identifier<Project>
    package var name: String
    package var definition: FunnelDefinition
    package let createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: Identifier<SavedFunnel> = .random(),
        project: Identifier<Project>,
        name: String,
        definition: FunnelDefinition,
        createdAt: Timestamp
    ) {
        self.id = id
        self.project = project
        self.name = name
        self.definition = definition
        self.createdAt = createdAt
        self.updatedAt = createdAt
    }
}
