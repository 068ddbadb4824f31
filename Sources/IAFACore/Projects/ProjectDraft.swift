/// What somebody wants of a new project.
package struct ProjectDraft: Sendable {
    package let name: String
    package let timeZone: String
    package let retentionDays: Int?

    package init(name: String, timeZone: String = "UTC", retentionDays: Int? = Project.defaultRetentionDays) {
        self.name = name
        self.timeZone = timeZone
        self.retentionDays = retentionDays
    }

    /// Reads `{name, timezone?, retention_days?}`.
    ///
    /// - Throws: ``ValidationFailure``.
    package init(_ value: JSONValue) throws(ValidationFailure) {
        let change = try ProjectChange(value, nameRequired: true)
        self.init(
            name: change.name ?? "",
            timeZone: change.timeZone ?? "UTC",
            retentionDays: change.retentionDays ?? Project.defaultRetentionDays
        )
    }
}

/// What somebody wants to be different about a project; nil leaves a thing as it is.
package struct ProjectChange: Sendable {
    package let name: String?
    package let timeZone: String?

    /// Nil leaves the retention as it is, an inner nil keeps events for ever.
    package let retentionDays: Int??

    /// Reads `{name?, timezone?, retention_days?}`.
    ///
    /// - Throws: ``ValidationFailure``.
    package init(_ value: JSONValue, nameRequired: Bool = false) throws(ValidationFailure) {
        let reader = FieldReader(value)
        name = reader.string("name", required: nameRequired, length: 1...100)
        timeZone = reader.string("timezone", length: 1...64)
        if let timeZone, ZonedCalendar(identifier: timeZone) == nil {
            reader.report("timezone", "unknown_timezone", "must be an IANA time zone such as \"Europe/Berlin\"")
        }
        if reader.isNull("retention_days") {
            retentionDays = .some(nil)
        } else {
            retentionDays = reader.integer("retention_days", range: Project.retentionDaysRange).map { .some($0) }
        }
        reader.rejectUnknownFields()
        try reader.throwIfInvalid()
    }

    /// Makes the change.
    package func apply(to project: inout Project, now: Timestamp) {
        if let name { project.name = name }
        if let timeZone { project.timeZone = timeZone }
        if let retentionDays { project.retentionDays = retentionDays }
        project.updatedAt = now
    }
}
