internal import ArgumentParser
internal import Foundation
internal import IAFACore

/// What a funnel means beyond its steps and its window.
struct FunnelDefinitionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "ordered: anything may happen between the steps; strict: nothing; unordered: steps in any order. "
                + "(default: ordered)",
            valueName: "order"
        )
    )
    var order: String?

    @Option(help: ArgumentHelp("Which attempt of somebody counts: best or first. (default: best)", valueName: "entry"))
    var entry: String?

    @Option(help: ArgumentHelp("What is counted: users, sessions or totals. (default: users)", valueName: "unit"))
    var countBy: String?

    @Option(
        help: ArgumentHelp(
            "What of an attempt lies in the days: all events, or the entry alone. (default: events)",
            valueName: "rule"
        )
    )
    var rangeAppliesTo: String?

    @Option(
        help: ArgumentHelp("How long before a step the next may come, 0s to 5s. (default: 0s)", valueName: "duration")
    )
    var tieWindow: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("A property whose value may not change on the way; up to 3.", valueName: "property")
    )
    var hold: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp(
            "An event that voids an attempt, between any steps or between two: 1-2:refund. May be given several times.",
            valueName: "event"
        )
    )
    var exclude: [String] = []

    @Option(
        help: ArgumentHelp(
            "What such an event takes out: the attempt, or the person. (default: attempt)",
            valueName: "scope"
        )
    )
    var excludeScope: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("The number of a step that may be left out; several times.", valueName: "step")
    )
    var optional: [Int] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("How soon after the one before a step has to come: 2:1h. Several times.", valueName: "time")
    )
    var within: [String] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("How long after the one before a step has to come: 2:10m. Several times.", valueName: "time")
    )
    var after: [String] = []

    @Option(
        help: ArgumentHelp(
            "Another product's meaning: posthog, mixpanel, amplitude or clickhouse; other options go before it.",
            valueName: "product"
        )
    )
    var preset: String?

    @Option(
        help: ArgumentHelp("A JSON file with the funnel as HTTP takes it, instead of all these.", valueName: "file")
    )
    var definition: String?

    /// The funnel of the file that was named; nil where none was.
    ///
    /// - Throws: ``CommandFailure`` where it can't be read, `ValidationError` where it is no funnel.
    func definitionInFile(_ source: SettingsSource) throws -> FunnelDefinition? {
        guard let path = source.text("definition", definition) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("the file \(path) can't be read; check the path")
        }
        let value: JSONValue
        do {
            value = try JSONValue.parse(bytes: Array(data))
        } catch {
            throw CommandFailure("the file \(path) is not JSON: \(error.message)")
        }
        let reader = FieldReader(value)
        reader.ignore(FunnelReader.savedFields + ["name", "project_id"])
        return try Self.checked(FunnelReader.definition(reader), reader, "the funnel in \(path)")
    }

    /// A funnel of some steps with the options.
    ///
    /// `window`: nil for that of the preset, or the default.
    /// - Throws: `ValidationError`.
    func definition(
        _ source: SettingsSource,
        steps: [FunnelStep],
        window: Duration?
    ) throws -> FunnelDefinition {
        var members: [JSONMember] = []
        func add(_ name: String, _ value: JSONValue?) {
            if let value { members.append(JSONMember(name: name, value: value)) }
        }
        add("order", source.text("order", order).map { .string($0) })
        add("entry", source.text("entry", entry).map { .string($0) })
        add("count_by", source.text("count_by", countBy).map { .string($0) })
        add("range_applies_to", source.text("range_applies_to", rangeAppliesTo).map { .string($0) })
        add("exclude", source.text("exclude_scope", excludeScope).map { .string($0) })
        add("preset", source.text("preset", preset).map { .string($0) })
        add("conversion_window_seconds", window.map { .number(Double($0.components.seconds)) })
        if let text = source.text("tie_window", tieWindow) {
            guard let ties = DurationText.parse(text), FunnelOptions.tieWindowRange.contains(ties) else {
                throw ValidationError("--tie-window must be 0s to 5s, not '\(text)'")
            }
            add("tie_window_seconds", .number(Double(ties.components.seconds)))
        }
        add("hold_constant", .array(source.texts("hold", hold).map { .string($0) }))
        add("exclusions", .array(source.texts("exclude", exclude).map(Self.exclusion)))
        let base = FunnelDefinition(steps: try limited(steps, source))
        let reader = FieldReader(.object(members))
        return try Self.checked(FunnelReader.definition(reader, changing: base), reader, "the funnel")
    }

    /// Reads `[FROM-TO:]TYPE|TYPE`.
    private static func exclusion(_ text: String) -> JSONValue {
        var rest = Substring(text)
        var members: [JSONMember] = []
        if let colon = rest.firstIndex(of: ":") {
            let ends = rest[..<colon].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            if ends.count == 2, let from = ends[0], let to = ends[1] {
                members.append(JSONMember(name: "from_step", value: .number(Double(from))))
                members.append(JSONMember(name: "to_step", value: .number(Double(to))))
                rest = rest[rest.index(after: colon)...]
            }
        }
        let types = rest.split(separator: "|", omittingEmptySubsequences: false).map { JSONValue.string(String($0)) }
        members.append(JSONMember(name: "event_types", value: .array(types)))
        return .object(members)
    }

    private func limited(_ steps: [FunnelStep], _ source: SettingsSource) throws -> [FunnelStep] {
        var steps = steps
        for text in source.texts("optional", optional.map(String.init)) {
            steps[try Self.step(text, "optional", steps.count)].isOptional = true
        }
        for text in source.texts("within", within) {
            let (step, duration) = try Self.time(text, "within", steps.count)
            steps[step].within = duration
        }
        for text in source.texts("after", after) {
            let (step, duration) = try Self.time(text, "after", steps.count)
            steps[step].after = duration
        }
        return steps
    }

    private static func step(_ text: String, _ flag: String, _ count: Int) throws -> Int {
        guard let number = Int(text), (1...count).contains(number) else {
            throw ValidationError("--\(flag) '\(text)': steps have the numbers 1 to \(count)")
        }
        return number - 1
    }

    private static func time(_ text: String, _ flag: String, _ count: Int) throws -> (Int, Duration) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let duration = DurationText.parse(parts[1]),
            duration <= FunnelDefinition.conversionWindowRange.upperBound
        else {
            throw ValidationError("--\(flag) '\(text)' must be a step and a time up to 366d, such as 2:30m")
        }
        return (try step(parts[0], flag, count), duration)
    }

    private static func checked(
        _ definition: FunnelDefinition?,
        _ reader: FieldReader,
        _ name: String
    ) throws -> FunnelDefinition {
        reader.rejectUnknownFields()
        do {
            try reader.throwIfInvalid()
        } catch {
            throw ValidationError("\(name) is not right: \(error)")
        }
        guard let definition else { preconditionFailure("a definition is there once nothing is invalid") }
        return definition
    }
}
