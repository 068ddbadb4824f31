internal import ArgumentParser
internal import IAFACore

/// What a funnel is asked for beyond its counts.
struct FunnelDetailOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Count each value of a property on its own.", valueName: "property"))
    var breakdown: String?

    @Option(
        help: ArgumentHelp(
            "Whose value counts: first, last, or the number of a step. (default: first)",
            valueName: "place"
        )
    )
    var breakdownAt: String?

    @Option(
        help: ArgumentHelp("How many values are listed, 1 to 100; the rest are one. (default: 25)", valueName: "count")
    )
    var breakdownLimit: Int?

    @Option(help: ArgumentHelp("Count by day, week or month of the first event.", valueName: "interval"))
    var interval: String?

    @Option(
        help: ArgumentHelp(
            "Set other days beside these: previous, or FROM..TO such as 2026-04-01..2026-04-30.",
            valueName: "days"
        )
    )
    var compare: String?

    /// What is asked for.
    ///
    /// - Throws: `ValidationError`.
    func details(_ source: SettingsSource, _ definition: FunnelDefinition) throws -> FunnelDetails {
        var parameters: [String: String] = [:]
        parameters["breakdown"] = source.text("breakdown", breakdown)
        if let place = source.text("breakdown_at", breakdownAt) {
            let isStep = Int(place) != nil
            parameters["breakdown_at"] = isStep ? "step" : place
            parameters["breakdown_step"] = isStep ? place : nil
        }
        if source.text("breakdown_limit", nil) != nil || breakdownLimit != nil {
            let limit = try source.number(
                "breakdown_limit",
                breakdownLimit,
                in: FunnelBreakdownTable.limitRange,
                default: FunnelBreakdownTable.defaultLimit
            )
            parameters["breakdown_limit"] = String(limit)
        }
        parameters["interval"] = source.text("interval", interval)
        if let days = source.text("compare", compare) {
            if let dots = days.firstRange(of: "..") {
                parameters["compare_start_date"] = String(days[..<dots.lowerBound])
                parameters["compare_end_date"] = String(days[dots.upperBound...])
            } else {
                parameters["compare"] = days
            }
        }
        return try Self.naming {
            try FunnelQuestionReader.read(parameters: parameters) {
                FunnelQuestionReader.details($0, stepCount: definition.steps.count)
            }
        }
    }

    /// Does something whose faults are told by the names of options.
    ///
    /// - Throws: `ValidationError`, and what `body` throws besides.
    static func naming<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as ValidationFailure {
            let issue = error.issues[0]
            let option =
                switch issue.field {
                case "breakdown_step": "breakdown-at"
                case "compare_start_date", "compare_end_date": "compare"
                default: issue.field.replacing("_", with: "-")
                }
            throw ValidationError("--\(option): \(issue.message)")
        }
    }
}
