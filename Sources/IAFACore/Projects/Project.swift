/// An app, or a family of apps, whose events are looked at together.
package struct Project: MetadataRecord {
    package static let collection = "projects"
    package static let indexes: [MetadataIndex<Project>] = [
        MetadataIndex("organization") { [$0.organization.text] },
        MetadataIndex("name") { [$0.name] },
    ]

    /// How long events are kept unless a project says otherwise.
    package static let defaultRetentionDays = 90

    /// The days of retention that a project may ask for.
    package static let retentionDaysRange = 1...3_650

    package let id: Identifier<Project>
    package let organization: Identifier<Organization>
    package var name: String

    /// The IANA name of the zone in which the project's days begin.
    package var timeZone: String

    /// Days that an event is kept, counted from its own date; nil keeps it for ever.
    package var retentionDays: Int?

    /// Events a minute with each of the project's keys; nil for ``RateLimits/keyEventsPerMinute``.
    package var rateLimitPerMinute: Int?

    /// Events a minute from each address; nil for ``RateLimits/addressEventsPerMinute``.
    package var addressRateLimitPerMinute: Int?
    package let createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(
        id: Identifier<Project> = .random(),
        organization: Identifier<Organization>,
        name: String,
        timeZone: String = "UTC",
        retentionDays: Int? = Project.defaultRetentionDays,
        rateLimitPerMinute: Int? = nil,
        addressRateLimitPerMinute: Int? = nil,
        createdAt: Timestamp
    ) {
        self.id = id
        self.organization = organization
        self.name = name
        self.timeZone = timeZone
        self.retentionDays = retentionDays
        self.rateLimitPerMinute = rateLimitPerMinute
        self.addressRateLimitPerMinute = addressRateLimitPerMinute
        self.createdAt = createdAt
        self.updatedAt = createdAt
    }

    /// The first day whose events are still kept; nil where all are.
    package func firstKeptDay(now: Timestamp) -> CalendarDay? {
        retentionDays.map { CalendarDay(now).advanced(by: -$0) }
    }
}
