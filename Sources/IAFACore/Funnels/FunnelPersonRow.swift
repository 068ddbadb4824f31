/// One attempt in a list of persons.
package struct FunnelPersonRow: Encodable, Sendable {
    package let userId: String?
    package let anonymousId: String?
    package let sessionId: String?
    package let enteredAt: Timestamp

    /// The last step taken, counted from 1; of an unordered funnel, how many were taken.
    package let lastStep: Int
    /// Nil of an unordered funnel.
    package let lastStepName: String?
    package let lastStepAt: Timestamp
    package let outcome: String

    /// Why it went no further; nil where it is over or goes on.
    package let reason: String?

    /// Absent where the question breaks nothing down.
    package let breakdown: FunnelBreakdownTable.Label?

    init(_ row: Int, of attempts: FunnelAttempts, _ query: FunnelQuery, _ ids: FunnelPersonIDs?) {
        userId = ids?.userID
        anonymousId = ids?.anonymousID
        sessionId = ids?.sessionID
        enteredAt = Timestamp(microseconds: attempts.starts[row])
        let steps = query.definition.steps
        let isOrdered = query.definition.options.order != .unordered
        let reach = Int(attempts.reaches[row])
        let last = isOrdered ? query.definition.requiredSteps[reach - 1] : reach - 1
        lastStep = last + 1
        lastStepName = isOrdered ? steps[last].label : nil
        lastStepAt = Timestamp(microseconds: attempts.time(of: row, step: last) ?? attempts.starts[row])
        let ending = attempts.endings[row]
        switch ending {
        case .converted: outcome = FunnelOutcome.converted.rawValue
        case .inProgress: outcome = FunnelOutcome.inProgress.rawValue
        case .excluded: outcome = FunnelOutcome.excluded.rawValue
        case .neverCame, .windowExpired, .heldPropertyDiffered, .interrupted: outcome = FunnelOutcome.dropped.rawValue
        }
        reason = ending.reason
        let value = attempts.values[Int(attempts.valueIDs[row])]
        breakdown = query.breakdown.map { _ in value == .missing ? .missing : .value(value) }
    }

    private enum CodingKeys: String, CodingKey {
        case userId, anonymousId, sessionId, enteredAt, lastStep, lastStepName, lastStepAt, outcome, reason
        case breakdownValue
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(userId, forKey: .userId)
        try container.encodeIfPresent(anonymousId, forKey: .anonymousId)
        try container.encodeIfPresent(sessionId, forKey: .sessionId)
        try container.encode(enteredAt, forKey: .enteredAt)
        try container.encode(lastStep, forKey: .lastStep)
        try container.encodeIfPresent(lastStepName, forKey: .lastStepName)
        try container.encode(lastStepAt, forKey: .lastStepAt)
        try container.encode(outcome, forKey: .outcome)
        try container.encodeIfPresent(reason, forKey: .reason)
        if let value = breakdown?.value { try container.encode(value, forKey: .breakdownValue) }
    }

    /// The columns of a table of rows.
    package static let csvHeader = CSVLine.text([
        "user_id", "anonymous_id", "session_id", "entered_at", "last_step", "last_step_name", "last_step_at", "outcome",
        "reason", "breakdown_value",
    ])

    /// The row as a line of a table.
    package var csvLine: String {
        let value: String? =
            switch breakdown {
            case .value(.string(let text)): text
            case .value(.bool(let flag)): "\(flag)"
            case .value(.number(let number)): JSONValue.number(number).serialized()
            case .value, .missing, .other, nil: nil
            }
        return CSVLine.text([
            userId, anonymousId, sessionId, enteredAt.description, "\(lastStep)", lastStepName, lastStepAt.description,
            outcome, reason, value,
        ])
    }
}

extension FunnelEnding {
    /// Why an attempt is over without having come to the end; nil where it isn't.
    package var reason: String? {
        switch self {
        case .converted, .inProgress: nil
        case .neverCame: "never_came"
        case .windowExpired: "window_expired"
        case .heldPropertyDiffered: "held_property_differed"
        case .interrupted: "interrupted"
        case .excluded: "excluded"
        }
    }
}
