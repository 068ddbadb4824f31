internal import ArgumentParser
internal import IAFACore
internal import IAFADuckDB

/// Which side of a funnel is shown.
struct FunnelShowOptions: ParsableArguments {
    private enum Side: String, CaseIterable {
        case numbers, persons, correlations
        case nextEvents = "next-events"
    }

    @Option(
        help: ArgumentHelp(
            """
            numbers; persons: who is behind a number, as a table in CSV; next-events: what those did who dropped out \
            after a step; correlations: what goes with conversion. (default: numbers)
            """,
            valueName: "side"
        )
    )
    var show: String?

    @Option(help: ArgumentHelp("The step that persons and next-events are about. (default: 1)", valueName: "number"))
    var step: Int?

    @Option(
        help: ArgumentHelp(
            "Which persons: converted, dropped, in_progress, excluded, any. (default: any)",
            valueName: "outcome"
        )
    )
    var outcome: String?

    @Option(help: ArgumentHelp("Only persons of this value of the breakdown's property.", valueName: "value"))
    var breakdownValue: String?

    @Flag(help: "Only persons whose breakdown's property is missing.")
    var breakdownMissing = false

    @Option(
        help: ArgumentHelp(
            "How much is listed: 1 to 1,000 persons with --json, 1 to 100 else. (default: 100 persons, 25, 10)",
            valueName: "count"
        )
    )
    var limit: Int?

    /// What to print where it isn't the funnel's numbers; nil for these.
    ///
    /// - Throws: `ValidationError`, `EventStoreError`.
    func text(
        _ source: SettingsSource,
        _ definition: FunnelDefinition,
        of project: Project,
        dates: DateRange,
        details: FunnelDetails,
        from store: any EventStore,
        isJSON: Bool
    ) async throws -> String? {
        let side: Side = try source.choice("show", show, default: .numbers)
        guard side != .numbers else { return nil }
        if details.interval != nil || details.comparison != nil || side != .persons && details.breakdown != nil {
            throw ValidationError(
                "--show \(side.rawValue) goes without --interval, --compare and, but for persons, --breakdown"
            )
        }
        var parameters: [String: String] = [:]
        parameters["step"] = source.text("step", step.map(String.init))
        parameters["limit"] = source.text("limit", limit.map(String.init))
        parameters["outcome"] = source.text("outcome", outcome)
        parameters["breakdown_value"] = source.text("breakdown_value", breakdownValue)
        if try source.isOn("breakdown_missing", breakdownMissing) { parameters["breakdown_missing"] = "true" }
        var details = details
        details.wantsAttempts = true
        let asked = details
        let now = SystemWallClock().now
        switch side {
        case .numbers: return nil
        case .persons:
            let request = try read(parameters) { FunnelQuestionReader.persons($0, definition, asked) }
            let question = try FunnelPersonsQuestion(
                definition,
                of: project,
                dates: dates,
                details: asked,
                request: request,
                now: now
            )
            guard !isJSON else { return JSONOutput.text(try await question.page(from: store)) }
            var table = ""
            try await question.table(of: question.selection(from: store), from: store) { table += $0 }
            return String(table.dropLast())
        case .nextEvents:
            let (step, limit) = try read(parameters) { FunnelQuestionReader.nextEvents($0, definition) }
            let question = try FunnelQuestion(definition, of: project, dates: dates, details: asked, now: now)
            let answer = try await question.nextEvents(after: step, limit: limit, from: store)
            return isJSON ? JSONOutput.text(answer) : FunnelReport.text(answer)
        case .correlations:
            let limit = try read(parameters) { FunnelQuestionReader.correlations($0) }
            let question = try FunnelQuestion(definition, of: project, dates: dates, details: asked, now: now)
            let answer = try await question.correlations(limit: limit, from: store)
            return isJSON ? JSONOutput.text(answer) : FunnelReport.text(answer)
        }
    }

    private func read<Value>(_ parameters: [String: String], _ body: (FieldReader) -> Value) throws -> Value {
        try FunnelDetailOptions.naming { try FunnelQuestionReader.read(parameters: parameters, body) }
    }
}
