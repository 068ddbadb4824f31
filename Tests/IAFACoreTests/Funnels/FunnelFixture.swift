import IAFACore

/// Events and funnels written short: types are letters, times are seconds.
enum FunnelFixture {
    /// An event of the person `person`.
    static func event(_ type: String, at seconds: Double, person: String = "ada", _ properties: String = "{}") -> Event
    {
        let time = Timestamp(microseconds: Int64((seconds * 1_000_000).rounded()))
        return Event(
            id: "\(type)\(seconds)",
            type: type,
            userID: person,
            timestamp: time,
            receivedAt: time,
            properties: properties
        )
    }

    /// Events from a text such as `a@0 b@1.5`.
    static func events(_ text: String) -> [Event] {
        text.split(separator: " ").map { part in
            let pieces = part.split(separator: "@")
            return event(String(pieces[0]), at: Double(pieces[1]) ?? .nan)
        }
    }

    /// A funnel from a text such as `a b|c d`, where `|` is OR.
    static func funnel(_ text: String, window: Duration = .seconds(10)) -> FunnelDefinition {
        FunnelDefinition(
            steps: text.split(separator: " ").map { FunnelStep(eventTypes: $0.split(separator: "|").map(String.init)) },
            conversionWindow: window
        )
    }

    /// The evaluator's answer over all of time.
    static func evaluate(
        _ definition: FunnelDefinition,
        _ events: [Event],
        now seconds: Double = 1_000_000
    ) -> (outcomes: [String: PersonOutcome], tally: FunnelTally) {
        let (attempts, tally) = FunnelEvaluator(
            definition: definition,
            range: .distantPast ..< .distantFuture,
            now: Timestamp(microseconds: Int64(seconds * 1_000_000))
        ).evaluate(events)
        return (attempts.mapValues { $0[0].outcome }, tally)
    }

    /// The times in seconds of the steps that the only person took.
    static func times(_ funnel: String, _ events: String, window: Duration = .seconds(10)) -> [Double] {
        let outcome = evaluate(self.funnel(funnel, window: window), self.events(events)).outcomes["ada"]
        return outcome?.stepTimes.map { Double($0.microseconds) / 1_000_000 } ?? []
    }
}
