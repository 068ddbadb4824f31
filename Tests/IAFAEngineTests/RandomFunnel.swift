import IAFACore
import IAFAEngine

/// A small funnel with the events of a few persons, made from a seed so that the rare cases abound: repeated and
/// overlapping steps, events of one time, attempts that last a window and a microsecond more.
struct RandomFunnel {
    let seed: UInt64
    let definition: FunnelDefinition
    let events: [Event]
    let range: Range<Timestamp>
    let now: Timestamp

    /// - Parameters:
    ///   - seed: Everything follows from it and the number of persons.
    ///   - persons: How many persons there are; nil for one to three.
    init(seed: UInt64, persons: Int? = nil) {
        self.seed = seed
        var random = SplitMix64(seed: seed)
        let isLong = Int.random(in: 0..<8, using: &random) == 0
        let stepCount = isLong ? Int.random(in: 6...20, using: &random) : Int.random(in: 2...5, using: &random)
        let typeCount = Int.random(in: 1...(stepCount + 2), using: &random)
        let mostTypes = Int.random(in: 1...3, using: &random)
        let window = Int64(1_000_000)
        definition = FunnelDefinition(
            steps: (0..<stepCount).map { _ in
                let names = (0..<Int.random(in: 1...mostTypes, using: &random)).map { _ in
                    "t\(Int.random(in: 0..<typeCount, using: &random))"
                }
                return FunnelStep(eventTypes: names)
            },
            conversionWindow: .microseconds(window)
        )
        // A grid of a fraction of the window, and a microsecond on either side of it.
        let cells = Int64([1, 2, 3, 5, 10].randomElement(using: &random) ?? 1)
        let gridPoints = Int64.random(in: 1...8, using: &random)
        let isJittered = Bool.random(using: &random)
        var events: [Event] = []
        for person in 0..<(persons ?? Int.random(in: 1...3, using: &random)) {
            for _ in 0..<Int.random(in: 0...(isLong ? 40 : 14), using: &random) {
                var time = Int64.random(in: 0...gridPoints, using: &random) * (window / cells)
                if isJittered { time += Int64.random(in: -1...1, using: &random) }
                let type = "t\(Int.random(in: 0...typeCount, using: &random))"
                let timestamp = Timestamp(microseconds: time)
                events.append(
                    Event(
                        id: "e\(events.count)",
                        type: type,
                        userID: "p\(person)",
                        timestamp: timestamp,
                        receivedAt: timestamp
                    )
                )
            }
        }
        self.events = events
        let end = gridPoints * (window / cells)
        range =
            Timestamp(
                microseconds: -1
            )..<Timestamp(microseconds: max(1, end + Int64.random(in: -1...2, using: &random)))
        // Where it can be, at or about the very moment at which an attempt's window ends.
        let asked = events.randomElement(using: &random)?.timestamp.microseconds ?? 0
        now = Timestamp(microseconds: asked + window + Int64.random(in: -1...1, using: &random))
    }

    /// The events in range as the engine takes them: cut into slices of time, each spread over a few sources.
    func slices(using random: inout SplitMix64) -> [[StageEvent]] {
        let matcher = StepMatcher(definition)
        let content = events.filter { range.contains($0.timestamp) }.map { event in
            StageEvent(
                key: PersonKey.key(of: event.person),
                time: event.timestamp.microseconds,
                steps: Array(event.type.utf8).withUnsafeBytes {
                    matcher.steps(satisfiedByType: $0, properties: UnsafeRawBufferPointer(start: nil, count: 0))
                }
            )
        }
        var slices: [[StageEvent]] = [[]]
        for (_, simultaneous) in Dictionary(grouping: content, by: \.time).sorted(by: { $0.key < $1.key }) {
            if Int.random(in: 0..<3, using: &random) == 0 { slices.append([]) }
            slices[slices.count - 1] += simultaneous
        }
        return slices.map { $0.shuffled(using: &random) }
    }
}
