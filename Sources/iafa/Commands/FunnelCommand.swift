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

    @OptionGroup var details: FunnelDetailOptions

    @OptionGroup var show: FunnelShowOptions

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "A condition; may be given several times. (IAFA_FILTER: separated by semicolons)",
            valueName: "filter"
        )
    )
    var filter: [String] = []

    @Flag(help: "Print one JSON object, with the fields of the HTTP answer.")
    var json = false

    func run() async throws {
        let settings = try await data.load()
        let definition = try definition(settings.source)
        let details = try details.details(settings.source, definition)
        let isJSON = try settings.source.isOn("json", json)
        let (text, remark) = try await ConsistentRead.run(settings) { workspace in
            let project = try await workspace.project(project, settings)
            let (dates, remark) = try dates.range(settings.source, of: project, in: workspace)
            let question = try FunnelDetailOptions.naming {
                try FunnelQuestion(definition, of: project, dates: dates, details: details, now: SystemWallClock().now)
            }
            let side = try await show.text(
                settings.source,
                definition,
                of: project,
                dates: dates,
                details: details,
                from: workspace.store,
                isJSON: isJSON
            )
            if let side { return (side, remark) }
            let answer = try await question.answer(from: workspace.store)
            return (isJSON ? JSONOutput.text(answer) : FunnelReport.text(answer), remark)
        }
        if let remark { Terminal.note(remark) }
        Terminal.say(text)
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
