internal import ArgumentParser
internal import Foundation
internal import IAFACore
internal import IAFADuckDB

/// `iafa funnel`: a funnel without a server.
struct FunnelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "funnel",
        abstract: "Count how far people get through some steps.",
        discussion: """
            Reads a data directory, also beside a running server. A step is an event type, or several with | between \
            them. A filter is PROPERTY OPERATOR VALUE: platform=ios, price>=10, plan!=free, channel~^ad (a regular \
            expression); it holds for every step, or for one where its number stands before it: 2:price>=10.
            """
    )

    @OptionGroup var data: DataOptions

    @Option(help: ArgumentHelp("The project's id or name.", valueName: "project"))
    var project: String?

    @Option(help: ArgumentHelp("The steps in order, 2 to 20, separated by commas.", valueName: "a,b|c,d"))
    var stages: String?

    @Option(help: ArgumentHelp("How long an attempt may last: 90s, 30m, 12h, 7d. (default: 7d)", valueName: "duration"))
    var window: String?

    @OptionGroup var options: FunnelDefinitionOptions

    @OptionGroup var dates: DateOptions

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A condition; may be given several times. (IAFA_FILTER: separated by semicolons)",
            valueName: "filter"
        )
    )
    var filter: [String] = []

    @Flag(help: "Tell too what was read for the answer, and how long that took.")
    var explain = false

    @Flag(help: "Print one JSON object, with the fields of the HTTP answer.")
    var json = false

    func run() async throws {
        let settings = try await data.load()
        let definition = try definition(settings.source)
        let explain = try settings.source.isOn("explain", self.explain)
        let (answer, remark) = try await ConsistentRead.run(settings) { workspace in
            let project = try await workspace.project(project, settings)
            let (dates, remark) = try dates.range(settings.source, of: project, in: workspace)
            var question = FunnelQuestion(definition, of: project, dates: dates, now: SystemWallClock().now)
            question.query.wantsExplanation = explain
            return (question.answer(try await workspace.store.funnel(question.query)), remark)
        }
        if let remark { Terminal.note(remark) }
        Terminal.say(try settings.source.isOn("json", json) ? JSONOutput.text(answer) : FunnelReport.text(answer))
    }

    private func definition(_ source: SettingsSource) throws -> FunnelDefinition {
        if let definition = try options.definitionInFile(source) {
            guard source.text("stages", stages) == nil else {
                throw ValidationError("the steps are in the file of --definition: leave out --stages")
            }
            return definition
        }
        let text = source.text("window", window)
        let window = text.flatMap(DurationText.parse)
        if let text, !(window.map(FunnelDefinition.conversionWindowRange.contains) ?? false) {
            throw ValidationError("--window must be 1s to 366d, such as 90s, 30m, 12h or 7d, not '\(text)'")
        }
        guard let stages = source.text("stages", stages) else {
            throw ValidationError("name the steps with --stages, or the funnel's file with --definition")
        }
        let names = stages.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard FunnelDefinition.stepCountRange.contains(names.count) else {
            throw ValidationError("--stages must name 2 to 20 steps, not \(names.count)")
        }
        let filters = try source.texts("filter", filter).map { try FilterText.parse($0, stepCount: names.count) }
        let steps = try names.enumerated().map { index, name in
            let types = name.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            for type in types {
                if let (_, message) = TextRules.fault(of: type, length: EventLimits.typeLength) {
                    throw ValidationError("the event type of step \(index + 1) \(message)")
                }
            }
            return FunnelStep(
                eventTypes: types,
                filters: filters.filter { $0.step == nil || $0.step == index }.map(\.filter)
            )
        }
        return try options.definition(source, steps: steps, window: window)
    }
}

/// A funnel's numbers for people.
enum FunnelReport {
    static func text(_ answer: FunnelAnswer) -> String {
        let rows = answer.stages.enumerated().map { index, stage in
            [
                "\(index + 1)", stage.stageName + (stage.optional ? " (optional)" : ""), stage.users.grouped,
                percent(stage.conversionRate),
                index == 0 ? "" : percent(stage.stepConversionRate), index == 0 ? "" : stage.dropOff.grouped,
                stage.inProgress.grouped,
                stage.timeFromPrevious.map { DurationText.short($0.medianSeconds) } ?? "",
            ]
        }
        let header = ["step", "event", "users", "of first", "of previous", "dropped", "in progress", "median time"]
        let table = TextTable.text(header: header, rows, numeric: [0, 2, 3, 4, 5, 6, 7])
        let dates = "\(answer.dateRange.startDate) to \(answer.dateRange.endDate), \(answer.timezone)"
        let interval = answer.overallConversionInterval
        return """
            \(dates)
            \(table)
            \(remarks(answer))overall conversion \(percent(answer.overallConversionRate)) \
            (95 % interval \(percent(interval.lower)) to \(percent(interval.upper)))\
            \(answer.explain.map { "\n" + text($0) } ?? "")
            """
    }

    /// What the table doesn't say.
    private static func remarks(_ answer: FunnelAnswer) -> String {
        var lines = answer.stages.compactMap { stage in
            stage.performed.map { "\($0.grouped) performed \(stage.stageName) within their attempt\n" }
        }
        if answer.excluded > 0 { lines.append("\(answer.excluded.grouped) excluded\n") }
        return lines.joined()
    }

    private static func text(_ explanation: FunnelExplanation) -> String {
        let times = explanation.times
        return """
            \(explanation.days.grouped) days with events: \(explanation.indexedDays.grouped) from indexes, \
            \(explanation.scannedDays.grouped) from files, \(explanation.memoryDays.grouped) from memory
            read: \(explanation.indexRows.grouped) events of indexes, \
            \(explanation.fileRows.grouped) of \((explanation.dayFiles + explanation.partFiles).grouped) files, \
            \(explanation.memoryRows.grouped) in memory
            took: \(milliseconds(times.planMs)) to plan, \(milliseconds(times.readMs)) to read, \
            \(milliseconds(times.countMs)) to count, \(milliseconds(times.statisticsMs)) for the statistics, \
            \(milliseconds(times.totalMs)) in all; engine \(explanation.engine.rawValue), threads \
            \(explanation.threads)
            """
    }

    private static func milliseconds(_ value: Double) -> String { String(format: "%.1f ms", value) }

    private static func percent(_ value: Double) -> String { String(format: "%.1f %%", value) }
}
