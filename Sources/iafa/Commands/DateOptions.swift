internal import ArgumentParser
internal import IAFACore
internal import IAFADuckDB

/// Which days a command is about.
struct DateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The first day, in the project's time zone. (default: the first there is)",
            valueName: "date"
        )
    )
    var from: String?

    @Option(help: ArgumentHelp("The last day, included. (default: the last there is)", valueName: "date"))
    var to: String?

    /// The days asked for.
    ///
    /// - Throws: `ValidationError`.
    func range(_ source: SettingsSource, of project: Project, in workspace: Workspace) throws -> DateRange {
        let extent = try workspace.store.extent(of: project.id)
        let calendar = ZonedCalendar(identifier: project.timeZone) ?? .utc
        let today = calendar.today(now: SystemWallClock().now)
        let first = try day("from", source.text("from", from)) ?? extent.map { calendar.day(of: $0.lowerBound) }
        let last = try day("to", source.text("to", to)) ?? extent.map { calendar.day(of: $0.upperBound) }
        do {
            return try DateRange(from: first ?? last ?? today, to: last ?? max(first ?? today, today))
        } catch {
            let message = error.description
            throw ValidationError(
                message.replacing("start_date", with: "--from").replacing("end_date", with: "--to")
            )
        }
    }

    private func day(_ name: String, _ text: String?) throws -> CalendarDay? {
        guard let text else { return nil }
        do {
            return try CalendarDay(text)
        } catch {
            throw ValidationError("--\(name): \(error.message)")
        }
    }
}

extension Workspace {
    /// The project that a command is about.
    ///
    /// - Throws: `ValidationError`, ``CommandFailure``.
    func project(_ flag: String?, _ settings: LoadedSettings) async throws -> Project {
        guard let name = settings.source.text("project", flag) else {
            throw ValidationError("name the project with --project")
        }
        do {
            return try await Projects(metadata: metadata, clock: SystemWallClock()).find(name)
        } catch let error as ProjectLookupError {
            throw CommandFailure(error.description)
        }
    }
}
