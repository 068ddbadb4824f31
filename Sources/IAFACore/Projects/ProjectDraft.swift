/// What somebody wants of a new project.
package struct ProjectDraft: Sendable {
    package let name: String
    package let timeZone: String
    package let retentionDays: Int?
    package let rateLimitPerMinute: Int?
    package let addressRateLimitPerMinute: Int?

    package init(
        name: String,
        timeZone: String = "UTC",
        retentionDays: Int? = Project.defaultRetentionDays,
        rateLimitPerMinute: Int? = nil,
        addressRateLimitPerMinute: Int? = nil
    ) {
        self.name = name
        self.timeZone = timeZone
        self.retentionDays = retentionDays
        self.rateLimitPerMinute = rateLimitPerMinute
        self.addressRateLimitPerMinute = addressRateLimitPerMinute
    }

    /// Reads a ``ProjectChange`` with a name.
    ///
    /// - Throws: ``ValidationFailure``.
    package init(_ value: JSONValue) throws(ValidationFailure) {
        let change = try ProjectChange(value, nameRequired: true)
        self.init(
            name: change.name ?? "",
            timeZone: change.timeZone ?? "UTC",
            retentionDays: change.retentionDays ?? Project.defaultRetentionDays,
            rateLimitPerMinute: change.rateLimitPerMinute ?? nil,
            addressRateLimitPerMinute: change.addressRateLimitPerMinute ?? nil
        )
    }
}

/// What somebody wants to be different about a project; nil leaves a thing as it is.
package struct ProjectChange: Sendable {
    package let name: String?
    package let timeZone: String?

    /// Nil leaves the retention as it is, an inner nil keeps events for ever.
    package let retentionDays: Int??

    /// Nil leaves the limit as it is, an inner nil goes back to the default.
    package let rateLimitPerMinute: Int??
    package let addressRateLimitPerMinute: Int??

    /// Reads `{name?, timezone?, retention_days?, rate_limit_per_minute?, address_rate_limit_per_minute?}`.
    ///
    /// - Throws: ``ValidationFailure``.
    package init(_ value: JSONValue, nameRequired: Bool = false) throws(ValidationFailure) {
        let reader = FieldReader(value)
        name = reader.string("name", required: nameRequired, length: 1...100)
        timeZone = reader.string("timezone", length: 1...64)
        if let timeZone, ZonedCalendar(identifier: timeZone) == nil {
            reader.report("timezone", "unknown_timezone", "must be an IANA time zone such as \"Europe/Berlin\"")
        }
        retentionDays = Self.setting("retention_days", Project.retentionDaysRange, reader)
        rateLimitPerMinute = Self.setting("rate_limit_per_minute", RateLimits.range, reader)
        addressRateLimitPerMinute = Self.setting("address_rate_limit_per_minute", RateLimits.range, reader)
        reader.rejectUnknownFields()
        try reader.throwIfInvalid()
    }

    /// A number of which null means something else than leaving it out.
    private static func setting(_ name: String, _ range: ClosedRange<Int>, _ reader: FieldReader) -> Int?? {
        reader.isNull(name) ? .some(nil) : reader.integer(name, range: range).map { .some($0) }
    }

    /// Makes the change.
    package func apply(to project: inout Project, now: Timestamp) {
        if let name { project.name = name }
        if let timeZone { project.timeZone = timeZone }
        if let retentionDays { project.retentionDays = retentionDays }
        if let rateLimitPerMinute { project.rateLimitPerMinute = rateLimitPerMinute }
        if let addressRateLimitPerMinute { project.addressRateLimitPerMinute = addressRateLimitPerMinute }
        project.updatedAt = now
    }
}
