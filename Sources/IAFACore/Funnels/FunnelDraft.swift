/// What somebody wants of a new funnel.
package struct FunnelDraft: Sendable {
    package let project: Identifier<Project>
    package let name: String
    package let definition: FunnelDefinition

    /// Reads `{project_id, name, stages, …}`.
    ///
    /// - Throws: ``ValidationFailure``.
    package init(_ value: JSONValue) throws(ValidationFailure) {
        let reader = FieldReader(value)
        let project = reader.projectID(required: true)
        let name = reader.string("name", required: true)
        let definition = FunnelReader.definition(reader)
        reader.rejectUnknownFields()
        try reader.throwIfInvalid()
        guard let project, let name, let definition else {
            preconditionFailure("a required field is there once nothing is invalid")
        }
        self.project = project
        self.name = name
        self.definition = definition
    }
}

/// What somebody wants to be different about a funnel.
package struct FunnelChange: Sendable {
    package let name: String?
    package let definition: FunnelDefinition?

    /// Reads a change of some fields (PATCH), or of all (PUT).
    ///
    /// `isWhole`: Whether name and stages must be there, and what is absent goes back to its default.
    /// - Throws: ``ValidationFailure``.
    package init(_ value: JSONValue, to funnel: SavedFunnel, isWhole: Bool) throws(ValidationFailure) {
        let reader = FieldReader(value)
        if let project = reader.projectID(required: false), project != funnel.project {
            reader.report("project_id", "not_allowed", "a funnel can't move to another project")
        }
        reader.ignore(FunnelReader.savedFields)
        name = reader.string("name", required: isWhole)
        if isWhole {
            definition = FunnelReader.definition(reader)
        } else {
            definition =
                FunnelReader.hasDefinition(reader) ? FunnelReader.definition(reader, changing: funnel.definition) : nil
        }
        reader.rejectUnknownFields()
        try reader.throwIfInvalid()
    }

    /// Makes the change.
    package func apply(to funnel: inout SavedFunnel, now: Timestamp) {
        if let name { funnel.name = name }
        if let definition { funnel.definition = definition }
        funnel.updatedAt = now
    }
}

extension FieldReader {
    /// The id of the field `project_id`.
    package func projectID(required: Bool) -> Identifier<Project>? {
        guard let text = string("project_id", required: required) else { return nil }
        guard let id = Identifier<Project>(text) else {
            report("project_id", "invalid_id", "is not an id of a project")
            return nil
        }
        return id
    }
}
