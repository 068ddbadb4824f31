internal import Foundation
internal import IAFACore

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
        let interval = answer.overallConversionInterval
        let main = """
            \(days(answer.dateRange)), \(answer.timezone)
            \(table)
            \(remarks(answer))overall conversion \(percent(answer.overallConversionRate)) (95 % interval \
            \(percent(interval.lower)) to \(percent(interval.upper)))
            """
        let more = [answer.comparison.map(text), answer.series.map(text), answer.breakdown.map(text)]
        return ([main] + more.compactMap(\.self)).joined(separator: "\n\n")
    }

    /// What the table doesn't say.
    private static func remarks(_ answer: FunnelAnswer) -> String {
        var lines = answer.stages.compactMap { stage in
            stage.performed.map { "\($0.grouped) performed \(stage.stageName) within their attempt\n" }
        }
        if answer.excluded > 0 { lines.append("\(answer.excluded.grouped) excluded\n") }
        return lines.joined()
    }

    private static func text(_ comparison: FunnelAnswer.Comparison) -> String {
        let rows = comparison.stages.map { stage in
            [
                stage.stage.stageName, stage.stage.users.grouped, percent(stage.stage.conversionRate),
                points(stage.difference.conversionRate),
            ]
        }
        let table = TextTable.text(header: ["event", "users", "of first", "difference"], rows, numeric: [1, 2, 3])
        var verdict = "too few to tell whether the rates differ"
        if let difference = comparison.difference, let interval = comparison.differenceInterval,
            let pValue = comparison.pValue
        {
            verdict = """
                overall conversion differs by \(points(difference)) points (95 % interval \(points(interval.lower)) to \
                \(points(interval.upper)), p = \(probability(pValue))): \(comparison.differs ? "more" : "no more") \
                than chance explains
                """
        }
        return "compared with \(days(comparison.dateRange))\n\(table)\n\(verdict)"
    }

    private static func text(_ series: FunnelAnswer.Series) -> String {
        let rows = series.periods.map { period in
            [
                period.period, period.users.grouped, period.conversions.grouped, percent(period.conversionRate),
                "\(percent(period.conversionInterval.lower)) to \(percent(period.conversionInterval.upper))",
                period.inProgress.grouped, period.immature ? "not final yet" : "",
            ]
        }
        let header = [series.interval, "users", "converted", "rate", "95 % interval", "in progress", ""]
        return TextTable.text(header: header, rows, numeric: [1, 2, 3, 4, 5])
    }

    private static func text(_ breakdown: FunnelAnswer.Breakdown) -> String {
        let rows = breakdown.rows.map { row in
            [
                name(row.label), row.users.grouped, row.conversions.grouped, percent(row.conversionRate),
                "\(percent(row.conversionInterval.lower)) to \(percent(row.conversionInterval.upper))",
                row.contrast.map { points($0.difference) } ?? "",
                row.contrast.map { probability($0.adjustedPValue) } ?? "",
                row.contrast.map { $0.differs ? "differs" : "" } ?? "",
            ]
        }
        let header = [breakdown.property, "users", "converted", "rate", "95 % interval", "to the rest", "p", ""]
        return TextTable.text(header: header, rows, numeric: [1, 2, 3, 4, 5, 6])
    }

    static func name(_ label: FunnelBreakdownTable.Label) -> String {
        switch label {
        case .value(.string(let text)): text
        case .value(.bool(let flag)): "\(flag)"
        case .value(.number(let number)): JSONValue.number(number).serialized()
        case .value(.other), .value(.null), .value(.missing): "(objects and arrays)"
        case .missing: "(none)"
        case .other: "(others)"
        }
    }

    static func days(_ range: DateRange) -> String { "\(range.startDate) to \(range.endDate)" }

    static func percent(_ value: Double) -> String { String(format: "%.1f %%", value) }

    private static func points(_ value: Double) -> String { String(format: "%+.1f", value) }

    static func probability(_ value: Double) -> String { String(format: value < 0.001 ? "%.1e" : "%.3f", value) }
}
