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

    /// The days asked for, of all that there are, as instants.
    ///
    /// - Throws: `ValidationError`.
    func instants(
        _ source: SettingsSource,
        of project: Project,
        in workspace: Workspace
    ) throws -> Range<Timestamp> {
        let calendar = ZonedCalendar(identifier: project.timeZone) ?? .utc
        let (first, last, _) = try days(source, calendar, try workspace.store.extent(of: project.id))
        guard first <= last else { throw ValidationError("--to \(last) is before --from \(first)") }
        return calendar.startOfDay(first)..<calendar.startOfDay(last.advanced(by: 1))
    }

    /// The days asked for, as a question can be about them: the newest, where nobody says which.
    ///
    /// - Returns: The days, and a remark for whoever asked where they aren't all.
    /// - Throws: `ValidationError`.
    func range(
        _ source: SettingsSource,
        of project: Project,
        in workspace: Workspace
    ) throws -> (dates: DateRange, remark: String?) {
        let calendar = ZonedCalendar(identifier: project.timeZone) ?? .utc
        var (first, last, isFirstGiven) = try days(source, calendar, try workspace.store.extent(of: project.id))
        var remark: String?
        let earliest = max(last.advanced(by: 1 - DateRange.maximumDays), DateRange.days.lowerBound)
        if !isFirstGiven, first < earliest, earliest <= last {
            remark =
                "there are events since \(first); this is about \(earliest) to \(last), as a question may cover at "
                + "most \(DateRange.maximumDays.grouped) days: name others with --from and --to"
            first = earliest
        }
        do {
            return (try DateRange(from: first, to: last), remark)
        } catch {
            let issue = error.issues[0]
            let message = issue.message.replacing("start_date", with: "--from").replacing("end_date", with: "--to")
            // A message that names an option needs no other in front.
            let option = issue.field == "start_date" ? "--from" : "--to"
            throw ValidationError(message.contains("--") ? message : "\(option): \(message)")
        }
    }

    /// The first day and the last: what isn't given follows from the events, or is today where there are none.
    private func days(
        _ source: SettingsSource,
        _ calendar: ZonedCalendar,
        _ extent: ClosedRange<Timestamp>?
    ) throws -> (first: CalendarDay, last: CalendarDay, isFirstGiven: Bool) {
        let today = calendar.today(now: SystemWallClock().now)
        let from = try day("from", source.text("from", from))
        let to = try day("to", source.text("to", to))
        let oldest = extent.map { calendar.day(of: $0.lowerBound) } ?? today
        let newest = extent.map { calendar.day(of: $0.upperBound) } ?? today
        let last = to ?? max(newest, from ?? newest)
        return (from ?? min(oldest, last), last, from != nil)
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
    /// The project that a command reads.
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
