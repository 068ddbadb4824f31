package import IAFACore
internal import Testing

/// What every event log must do, one case at a time: `@Test(arguments: EventLogConformance.allCases)`.
package enum EventLogConformance: String, CaseIterable, Sendable {
    case newEventsAreAccepted
    case nothingIsAnsweredWithNothing
    case repetitionWithinACallIsADuplicate
    case repetitionInALaterCallIsADuplicate
    case oneOfConcurrentRepetitionsIsAccepted
    case projectsShareNoIDs
    case whatWasDiscardedIsStillKnown

    /// Checks the case with a new, empty log.
    package func check(_ log: any EventLog) async throws {
        let shop = Identifier<Project>.fixed("shop")
        let events = (0..<3).map { Event.sample("event-\($0)") }
        switch self {
        case .newEventsAreAccepted:
            #expect(try await log.append(events, to: shop) == [.accepted, .accepted, .accepted])
        case .nothingIsAnsweredWithNothing:
            #expect(try await log.append([], to: shop) == [])
        case .repetitionWithinACallIsADuplicate:
            #expect(
                try await log.append([events[0], events[1], events[0]], to: shop)
                    == [.accepted, .accepted, .duplicate]
            )
        case .repetitionInALaterCallIsADuplicate:
            _ = try await log.append([events[0]], to: shop)
            #expect(try await log.append([events[1], events[0]], to: shop) == [.accepted, .duplicate])
            #expect(try await log.append([events[1], events[0]], to: shop) == [.duplicate, .duplicate])
        case .oneOfConcurrentRepetitionsIsAccepted:
            try await Self.oneOfConcurrentRepetitionsIsAccepted(log)
        case .projectsShareNoIDs:
            _ = try await log.append(events, to: shop)
            #expect(try await log.append(events, to: .fixed("blog")) == [.accepted, .accepted, .accepted])
        case .whatWasDiscardedIsStillKnown:
            _ = try await log.append(events, to: shop)
            try await log.discard(through: .max)
            #expect(try await log.append(events, to: shop) == [.duplicate, .duplicate, .duplicate])
        }
    }

    private static func oneOfConcurrentRepetitionsIsAccepted(_ log: any EventLog) async throws {
        let accepted = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<32 {
                group.addTask {
                    let event = Event.sample("event-\(task % 4)")
                    let verdicts = try await log.append([event], to: .fixed("shop"))
                    return verdicts == [.accepted] ? 1 : 0
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(accepted == 4)
    }
}
