import IAFACore
import IAFATesting

/// Random attempts of a random funnel, without events: what is folded over attempts does not care where they come from.
struct RandomAttempts {
    let query: FunnelQuery
    var attempts: FunnelAttempts
    let zone: ZonedCalendar
    let dates: DateRange
    var random: SplitMix64

    init(seed: UInt64, count: Int? = nil) throws {
        random = SplitMix64(seed: seed)
        var steps = [FunnelStep(eventTypes: ["a"])]
        for index in 0..<Int.random(in: 1...4, using: &random) { steps.append(FunnelStep(eventTypes: ["t\(index)"])) }
        for index in 1..<max(1, steps.count - 1) {
            steps[index].isOptional = Int.random(in: 0..<4, using: &random) == 0
        }
        let windows: [Duration] = [.seconds(1), .seconds(3_600), .seconds(86_400 * 3), .seconds(86_400 * 20)]
        let definition = FunnelDefinition(
            steps: steps,
            conversionWindow: windows.randomElement(using: &random) ?? .zero
        )
        let names = ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Pacific/Apia"]
        let zone = ZonedCalendar(identifier: names.randomElement(using: &random) ?? "UTC") ?? .utc
        // Days around changes of the clocks, and the day that Samoa left out.
        let centres = ["2026-03-29", "2026-10-25", "2026-03-08", "2011-12-30", "2026-01-01", "2020-12-31"]
        let centre = try CalendarDay(centres.randomElement(using: &random) ?? "2026-01-01")
        let start = centre.advanced(by: -Int.random(in: 0...40, using: &random))
        let dates = try DateRange(from: start, to: centre.advanced(by: Int.random(in: 0...40, using: &random)))
        let range = dates.instants(in: zone)
        let span = range.lowerBound.microseconds...(range.upperBound.microseconds + 86_400_000_000 * 5)
        let query = FunnelQuery(
            project: .fixed("shop"),
            definition: definition,
            range: range,
            now: Timestamp(microseconds: Int64.random(in: span, using: &random))
        )
        attempts = FunnelAttempts(stepCount: steps.count)
        attempts.values = [.missing, .string("ios"), .string("web"), .number(1), .bool(true), .other, .string("10")]
        self.query = query
        self.zone = zone
        self.dates = dates
        for _ in 0..<(count ?? Int.random(in: 0...60, using: &random)) { add() }
    }

    private mutating func add() {
        let definition = query.definition
        let required = definition.requiredSteps
        var starts = (0..<3).map { _ in Int64.random(in: bounds, using: &random) }
        // The ends of days are where counting goes wrong.
        let day = dates.startDate.advanced(by: Int.random(in: 0...40, using: &random))
        let edge = zone.startOfDay(day).microseconds + Int64.random(in: -1...0, using: &random)
        if bounds.contains(edge) { starts.append(edge) }
        let start = starts.randomElement(using: &random) ?? bounds.lowerBound
        let reach = Int.random(in: 1...required.count, using: &random)
        let window = definition.conversionWindow.wholeMicroseconds
        var times = Array(repeating: FunnelAttempts.notTaken, count: definition.steps.count)
        var ladder = (0..<definition.steps.count).map { _ in Int64.random(in: 0...window, using: &random) }.sorted()
        ladder[0] = 0
        for (index, step) in required.prefix(reach).enumerated() { times[step] = start + ladder[index == 0 ? 0 : step] }
        for step in definition.steps.indices where definition.steps[step].isOptional && step < required[reach - 1] {
            if Bool.random(using: &random) { times[step] = start + ladder[step] }
        }
        attempts.keys.append(UInt64.random(in: 0...40, using: &random) << 58 | UInt64(attempts.count))
        attempts.starts.append(start)
        attempts.reaches.append(UInt8(reach))
        attempts.times += times
        attempts.valueIDs.append(UInt32.random(in: 0..<UInt32(attempts.values.count), using: &random))
        let isExcluded = Int.random(in: 0..<8, using: &random) == 0
        let isOpen = query.now.microseconds - start <= window
        let over: [FunnelEnding] = [.neverCame, .windowExpired, .heldPropertyDiffered, .interrupted]
        attempts.endings.append(
            isExcluded
                ? .excluded
                : reach == required.count
                    ? .converted : isOpen ? .inProgress : over.randomElement(using: &random) ?? .neverCame
        )
    }

    private var bounds: ClosedRange<Int64> {
        query.range.lowerBound.microseconds...(query.range.upperBound.microseconds - 1)
    }
}
