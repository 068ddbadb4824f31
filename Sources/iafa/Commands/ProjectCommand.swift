internal import ArgumentParser
internal import IAFACore
internal import IAFADisk

/// `iafa project`: projects without the API.
struct ProjectCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "project",
        abstract: "Make and list projects.",
        subcommands: [Create.self, List.self]
    )

    /// `iafa project create`: a project and its first key.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a project; prints its id and, once, its API key.",
            discussion: "May be used beside a running server."
        )

        @OptionGroup var data: DataOptions

        @Argument(help: "The project's name, 1 to 100 characters.")
        var name: String

        @Option(
            help: ArgumentHelp(
                "The id or name of its organization; made where there is none.",
                valueName: "organization"
            )
        )
        var organization: String?

        @Option(help: ArgumentHelp("An IANA name such as Europe/Berlin. (default: UTC)", valueName: "zone"))
        var timezone: String?

        @Option(help: ArgumentHelp("Days that events are kept, 1 to 3650. (default: 90)", valueName: "days"))
        var retentionDays: Int?

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            let settings = try await data.load()
            guard let organization = settings.source.text("organization", organization) else {
                throw ValidationError("name the project's organization with --organization")
            }
            let draft = try draft(settings.source)
            let metadata = try MetadataAccess.open(settings)
            let clock = SystemWallClock()
            let owner = try await MetadataAccess.organization(organization, in: metadata, clock: clock)
            let (project, secret) = try await Projects(metadata: metadata, clock: clock).create(draft, in: owner.id)
            if try settings.source.isOn("json", json) {
                let answer = Answer(
                    id: project.id.text,
                    name: project.name,
                    organizationId: owner.id.text,
                    apiKey: secret.text
                )
                Terminal.say(JSONOutput.text(answer))
            } else {
                Terminal.say("project  \(project.id)")
                Terminal.say("API key  \(secret.text)  (shown only now)")
            }
        }

        private func draft(_ source: SettingsSource) throws -> ProjectDraft {
            var members = [JSONMember(name: "name", value: .string(name))]
            if let timezone = source.text("timezone", timezone) {
                members.append(JSONMember(name: "timezone", value: .string(timezone)))
            }
            let days = try source.number(
                "retention_days",
                retentionDays,
                in: Project.retentionDaysRange,
                default: Project.defaultRetentionDays
            )
            members.append(JSONMember(name: "retention_days", value: .number(Double(days))))
            do {
                return try ProjectDraft(.object(members))
            } catch {
                throw ValidationError(error.description.replacing("timezone:", with: "--timezone"))
            }
        }

        private struct Answer: Encodable {
            let id: String
            let name: String
            let organizationId: String
            let apiKey: String
        }
    }

    /// `iafa project list`: what projects there are.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the projects, with ids and settings.")

        @OptionGroup var data: DataOptions

        @Flag(help: "Print one JSON object.")
        var json = false

        func run() async throws {
            let settings = try await data.load()
            let metadata = try MetadataAccess.open(settings, mustExist: true)
            var rows: [Row] = []
            for project in try await metadata.all(Project.self) {
                let organization = try await metadata.get(project.organization)
                rows.append(
                    Row(
                        id: project.id.text,
                        name: project.name,
                        organization: organization?.name ?? project.organization.text,
                        timezone: project.timeZone,
                        retentionDays: project.retentionDays
                    )
                )
            }
            if try settings.source.isOn("json", json) {
                Terminal.say(JSONOutput.text(["projects": rows]))
            } else if rows.isEmpty {
                Terminal.say("there are no projects yet; `iafa project create NAME --organization NAME` makes one")
            } else {
                let table = rows.map { row in
                    [
                        row.id, row.name, row.organization, row.timezone,
                        row.retentionDays.map { "\($0) days" } ?? "for ever",
                    ]
                }
                Terminal.say(TextTable.text(header: ["id", "name", "organization", "time zone", "kept"], table))
            }
        }

        private struct Row: Encodable {
            let id: String
            let name: String
            let organization: String
            let timezone: String
            let retentionDays: Int?
        }
    }
}
