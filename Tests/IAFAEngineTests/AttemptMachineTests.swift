import Foundation
import IAFACore
import IAFAEngine
import IAFATesting
import Testing

@Suite struct AttemptMachineTests {
    /// Cases a kind of option; `IAFA_RANDOM_CASES` in the environment asks for another number.
    private static let cases =
        ProcessInfo.processInfo.environment["IAFA_RANDOM_CASES"].flatMap { UInt64($0) } ?? 1_000

    @Test(arguments: RandomFunnelOptions.Kind.allCases)
    func `the machine computes what the reference does`(kind: RandomFunnelOptions.Kind) {
        var failures = 0
        for seed in 0..<Self.cases where failures < 3 {
            let funnel = RandomOptions(seed: seed, kind: kind)
            if !isSame(funnel, "\(kind), seed \(seed)") { failures += 1 }
        }
    }

    private func isSame(_ funnel: RandomOptions, _ name: String) -> Bool {
        let query = funnel.query
        let reference = FunnelEvaluator(
            definition: query.definition,
            range: query.range,
            now: query.now,
            breakdown: query.breakdown
        )
        let expected = reference.evaluate(funnel.events).tally
        let expectedRows = reference.report(funnel.events).rows
        var input = AttemptInput(query, reference)
        let machine = AttemptMachine(query, threads: 1)
        machine.evaluate(0..<AttemptEventPartitions.count, of: [input.partitions(funnel.events)])
        var (tally, attempts) = machine.finish()
        // The machine never gets to see events without a session.
        tally.eventsWithoutSession = expected.eventsWithoutSession
        attempts.values = input.values
        let isSame = tally.sorted == expected.sorted && attempts.rows == expectedRows
        #expect(
            isSame,
            """
            \(name): \(tally.sorted) instead of \(expected.sorted); \(attempts.rows) instead of \(expectedRows); \
            \(query.definition); \(funnel.events.sorted { $0.timestamp < $1.timestamp })
            """
        )
        return isSame
    }
}

/// Brings events into the form that the machine takes.
private struct AttemptInput {
    let query: FunnelQuery
    let reference: FunnelEvaluator
    private(set) var values: [PropertyValue] = [.missing]

    init(_ query: FunnelQuery, _ reference: FunnelEvaluator) {
        self.query = query
        self.reference = reference
    }

    mutating func partitions(_ events: [Event]) -> AttemptEventPartitions {
        let partitions = AttemptEventPartitions()
        let options = query.definition.options
        let end =
            options.rangeRule == .events
            ? query.range.upperBound : query.range.upperBound + query.definition.conversionWindow
        for event in events where event.timestamp >= query.range.lowerBound && event.timestamp < end {
            let unit = options.unit == .sessions ? event.sessionID : event.person
            guard let unit else { continue }
            var input = AttemptEvent(
                key: PersonKey.key(of: unit),
                time: event.timestamp.microseconds,
                steps: reference.steps(satisfiedBy: event).reduce(0) { $0 | 1 << UInt32($1) }
            )
            input.received = event.receivedAt.microseconds
            input.id = PersonKey.key(of: event.id)
            for property in options.heldProperties { input.held = value(event, property).key(seed: input.held) }
            for (number, exclusion) in options.exclusions.enumerated() where exclusion.eventTypes.contains(event.type) {
                input.exclusions |= 1 << UInt32(number)
            }
            if let breakdown = query.breakdown { input.value = number(of: value(event, breakdown.property)) }
            partitions.append(input)
        }
        return partitions
    }

    private func value(_ event: Event, _ property: String) -> PropertyValue {
        let value = JSONPropertyLookup(name: property).value(in: Array(event.properties.utf8))
        return value == .null ? .missing : value
    }

    private mutating func number(of value: PropertyValue) -> UInt32 {
        let known = values.firstIndex { $0.isSame(as: value) }
        if known == nil { values.append(value) }
        return UInt32(known ?? values.count - 1)
    }
}
