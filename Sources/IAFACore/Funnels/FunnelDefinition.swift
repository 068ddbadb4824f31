/// What a funnel means: the steps in their order and how long an attempt may last.
package struct FunnelDefinition: Sendable, Hashable {
    /// How many steps a funnel may have.
    package static let stepCountRange = 2...20

    /// How long an attempt may last at the least and at the most.
    package static let conversionWindowRange: ClosedRange<Duration> = .seconds(1) ... .seconds(366 * 86_400)

    /// How long an attempt may last unless the funnel says otherwise.
    package static let defaultConversionWindow: Duration = .seconds(7 * 86_400)

    package let steps: [FunnelStep]

    /// The longest time from an attempt's first event to its last; an attempt may last exactly this long.
    package let conversionWindow: Duration
    package let options: FunnelOptions

    /// Makes a funnel of 2…20 steps, a window of 1 s…366 d and options that go together; validated by
    /// ``FunnelReader``.
    package init(
        steps: [FunnelStep],
        conversionWindow: Duration = FunnelDefinition.defaultConversionWindow,
        options: FunnelOptions = FunnelOptions()
    ) {
        precondition(Self.stepCountRange.contains(steps.count), "a funnel has 2 to 20 steps")
        precondition(Self.conversionWindowRange.contains(conversionWindow), "a window lasts 1 second to 366 days")
        self.steps = steps
        self.conversionWindow = conversionWindow
        self.options = options
    }

    /// The steps that an attempt has to take, counted from 0.
    package var requiredSteps: [Int] { steps.indices.filter { !steps[$0].isOptional } }

    /// Whether steps and window are all there is to it, so that a state per step follows a person through it.
    package var isPlain: Bool {
        var options = options
        options.preset = nil
        return options == FunnelOptions() && !self.options.eventsServeSeveralSteps
            && steps.allSatisfy { !$0.isOptional && $0.within == nil && $0.after == nil }
    }
}
