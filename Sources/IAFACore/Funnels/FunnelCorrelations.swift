internal import Foundation

/// What goes with conversion: events that people did on their way, and properties that they began with.
///
/// It does not say that the one brings about the other.
package struct FunnelCorrelations: Encodable, Sendable {
    package static let limitRange = 1...100
    package static let defaultLimit = 10

    /// Of how many attempts at most it is looked at what happened in them.
    static let mostAttempts = 200_000

    /// With fewer, or fewer without, nothing can be said.
    static let fewestAttempts = 5

    /// The 97.5th percentile of the normal distribution.
    private static let z = 1.959963984540054

    package let funnelId: String?
    package let projectId: String
    package let dateRange: DateRange
    package let timezone: String

    /// Those whose attempts are over.
    package let users: Int

    /// Those of them who were looked at: all, or of very many a part chosen by chance.
    package let usersExamined: Int
    /// Those of `usersExamined` who converted.
    package let conversions: Int

    /// For how long those who did not convert are looked at.
    package let horizonSeconds: Double

    /// What goes with conversion, the surest first.
    package let positive: [Correlation]

    /// What goes with dropping out, the surest first.
    package let negative: [Correlation]

    /// How many event types and values were compared.
    package let compared: Int

    /// Properties with too many values to compare.
    package let propertiesLeftOut: [String]

    /// Whether there were so many event types or properties that some are missing.
    package let isCut: Bool

    /// An event type, or a value of a property.
    package enum Candidate: Sendable, Hashable {
        case eventType(String)
        case property(String, PropertyValue)
    }

    /// How one candidate goes with conversion.
    package struct Correlation: Sendable, Equatable {
        package let candidate: Candidate
        /// Those who converted of those who did it, or began with it.
        package let with: Proportion
        package let without: Proportion
        package let oddsRatio: Double
        package let lower: Double
        package let upper: Double
        package let pValue: Double
        package var adjustedPValue: Double
        package var differs: Bool { adjustedPValue < ProportionTest.level }
    }

    init(
        _ types: EventTypeCounts,
        _ properties: FirstEventProperties,
        of question: FunnelQuestion,
        horizon: Int64,
        limit: Int,
        funnel: Identifier<SavedFunnel>?
    ) {
        horizonSeconds = Double(horizon) / 1_000_000
        let windows = types.windows
        funnelId = funnel?.text
        projectId = question.query.project.text
        dateRange = question.dates
        timezone = question.timeZone
        users = windows.total
        usersExamined = windows.windows.count
        conversions = windows.windows.count(where: \.isConverted)
        propertiesLeftOut = properties.leftOut
        isCut = types.isCut || properties.isCut
        // That who converted did the funnel's own events is no news.
        let own = Set(question.query.definition.steps.flatMap { $0.eventTypes.map { Array($0.utf8) } })
        var candidates = types.counts.filter { !own.contains(Array($0.eventType.utf8)) }.map {
            (Candidate.eventType($0.eventType), Proportion($0.converted, of: $0.attempts))
        }
        candidates += properties.counts.map {
            (Candidate.property($0.property, $0.value), Proportion($0.converted, of: $0.attempts))
        }
        let all = Self.correlations(candidates, of: Proportion(conversions, of: usersExamined))
        compared = all.count
        positive = Array(all.filter { $0.oddsRatio > 1 }.sorted { $0.lower > $1.lower }.prefix(limit))
        negative = Array(all.filter { $0.oddsRatio < 1 }.sorted { $0.upper < $1.upper }.prefix(limit))
    }

    /// The odds ratio of each candidate with its 95 % interval, and how likely it is by chance.
    ///
    /// Source: Woolf, "On estimating the relation between blood group and disease", Annals of Human Genetics 19, 1955,
    /// with half an attempt added to each of the four numbers, after Haldane (1956) and Anscombe (1956), which keeps it
    /// finite.
    static func correlations(
        _ candidates: [(Candidate, Proportion)],
        of all: Proportion
    ) -> [Correlation] {
        // Where all converted, or none, nothing goes with it.
        guard all.part > 0, all.rest > 0 else { return [] }
        var found = candidates.compactMap { candidate, with -> Correlation? in
            let without = Proportion(all.part - with.part, of: all.whole - with.whole)
            guard with.whole >= fewestAttempts, without.whole >= fewestAttempts,
                let (pValue, _) = ProportionTest.pValue(with, without)
            else { return nil }
            let cells = [with.part, with.rest, without.part, without.rest].map { Double($0) + 0.5 }
            let logarithm = log(cells[0] * cells[3] / (cells[1] * cells[2]))
            let half = z * cells.reduce(0) { $0 + 1 / $1 }.squareRoot()
            return Correlation(
                candidate: candidate,
                with: with,
                without: without,
                oddsRatio: exp(logarithm),
                lower: exp(logarithm - half),
                upper: exp(logarithm + half),
                pValue: pValue,
                adjustedPValue: pValue
            )
        }
        for (index, value) in ProportionTest.holm(found.map(\.pValue)).enumerated() {
            found[index].adjustedPValue = value
        }
        // So that equals come in the same order each time.
        return found.sorted { $0.candidate.sortKey < $1.candidate.sortKey }
    }

    /// How long an attempt that does not convert is looked at, in µs: as long as nine of ten of those that do take for
    /// it; where none does, as long as the window.
    ///
    /// Whoever drops out has all of the window to do something, whoever converts in minutes has minutes. Looked at for
    /// so differently long, nearly everything would seem to go with dropping out.
    static func horizon(_ attempts: FunnelAttempts, of definition: FunnelDefinition) -> Int64 {
        let window = definition.conversionWindow.wholeMicroseconds
        let times = attempts.tallies(of: definition, groups: 1) { _ in 0 }[0].totalDurations
        guard let statistics = FunnelStatistics.durations(times) else { return window }
        return min(window, Int64((statistics.p90 * 1_000_000).rounded()))
    }

    /// The time in which an attempt that is over could be furthered or hindered: from its first event to right before
    /// the last step or, where that was not taken, to a horizon.
    static func windows(
        _ attempts: FunnelAttempts,
        of definition: FunnelDefinition,
        horizon: Int64
    ) -> [AttemptWindows.Window] {
        let required = definition.requiredSteps
        let order = definition.options.order
        return (0..<attempts.count).compactMap { row in
            let ending = attempts.endings[row]
            guard ending != .inProgress, let last = attempts.lastStep(of: row, required: required, order: order) else {
                return nil
            }
            let start = attempts.starts[row]
            let end: Int64 =
                if ending == .converted, let time = attempts.time(of: row, step: last) {
                    max(start, time - 1)
                } else {
                    start + horizon
                }
            return AttemptWindows.Window(
                place: attempts.place(of: row),
                from: start,
                to: end,
                isConverted: ending == .converted
            )
        }
    }
}

extension FunnelCorrelations.Candidate {
    fileprivate var sortKey: String {
        switch self {
        case .eventType(let type): "e\(type)"
        case .property(let name, let value): "p\(name)\u{0}\(value)"
        }
    }
}

extension FunnelQuestion {
    /// What goes with conversion.
    ///
    /// - Throws: ``EventStoreError``.
    package func correlations(
        limit: Int,
        from store: any EventStore,
        funnel: Identifier<SavedFunnel>? = nil
    ) async throws(EventStoreError) -> FunnelCorrelations {
        let (_, attempts) = try await store.funnelAttempts(query)
        let definition = query.definition
        let horizon = FunnelCorrelations.horizon(attempts, of: definition)
        let windows = AttemptWindows(
            FunnelCorrelations.windows(attempts, of: definition, horizon: horizon),
            limit: FunnelCorrelations.mostAttempts
        )
        let types = try await eventTypes(in: windows, from: store)
        var properties = FirstEventProperties(windows, of: definition)
        if let range = windows.range {
            var reading = EventReading(project: query.project, range: range)
            let steps = definition.options.order == .unordered ? definition.steps[...] : definition.steps.prefix(1)
            reading.eventTypes = steps.flatMap(\.eventTypes)
            reading.moments = Set(windows.windows.map(\.place.start))
            reading.wantsSessions = definition.options.unit == .sessions
            reading.wantsProperties = true
            properties = try await store.read(reading, into: properties) { $0.add($1) }
        }
        return FunnelCorrelations(types, properties, of: self, horizon: horizon, limit: limit, funnel: funnel)
    }
}
