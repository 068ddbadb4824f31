/// The answer to a funnel question.
package struct FunnelResult: Sendable, Equatable {
    package var steps: [Step]
    package var conversion: ConversionInterval

    /// From the first step to the last, over those who took all; nil where nobody did.
    package var timeToConvert: DurationStatistics?

    /// How the answer came about; nil where nobody asked.
    package var explanation: FunnelExplanation?

    /// Persons, sessions or attempts that were left out because of an excluded event.
    package var excluded = 0

    /// Events of the steps that count for nothing because they have no session; only where sessions are counted.
    package var eventsWithoutSession = 0

    package init(steps: [Step], conversion: ConversionInterval, timeToConvert: DurationStatistics?) {
        self.steps = steps
        self.conversion = conversion
        self.timeToConvert = timeToConvert
    }

    /// The numbers of one step.
    package struct Step: Sendable, Equatable {
        /// Persons who took the step.
        package var users: Int
        /// Percent of the first step's users; 0 where there are none.
        package var conversionRate: Double
        /// Percent of the previous step's users; of the first step, 100 where there are any.
        package var stepConversionRate: Double
        /// Persons who took the previous step, not this one, and whose attempt is over.
        package var dropOff: Int
        /// `dropOff` as percent of the previous step's users.
        package var dropOffRate: Double
        /// Persons who got exactly this far and whose attempt is still inside its window.
        package var inProgress: Int
        /// From the previous step to this one; nil of the first step and where nobody took this one.
        package var timeFromPrevious: DurationStatistics?
        /// Whether attempts go on without the step.
        package var isOptional = false
        /// Persons who performed the step within the window of their attempt; 0 but of unordered funnels.
        package var performed = 0

        package init(
            users: Int,
            conversionRate: Double,
            stepConversionRate: Double,
            dropOff: Int,
            dropOffRate: Double,
            inProgress: Int,
            timeFromPrevious: DurationStatistics?
        ) {
            self.users = users
            self.conversionRate = conversionRate
            self.stepConversionRate = stepConversionRate
            self.dropOff = dropOff
            self.dropOffRate = dropOffRate
            self.inProgress = inProgress
            self.timeFromPrevious = timeFromPrevious
        }
    }
}

/// How long something took, over persons; in seconds.
package struct DurationStatistics: Sendable, Equatable {
    package var mean: Double
    /// Of an even count, the mean of the two middle values.
    package var median: Double
    /// The 90th percentile, linear between neighbouring values.
    package var p90: Double

    package init(mean: Double, median: Double, p90: Double) {
        self.mean = mean
        self.median = median
        self.p90 = p90
    }
}

/// A share with its 95 % Wilson score interval, all in percent.
package struct ConversionInterval: Sendable, Equatable {
    package var rate: Double
    package var lower: Double
    package var upper: Double

    package init(rate: Double, lower: Double, upper: Double) {
        self.rate = rate
        self.lower = lower
        self.upper = upper
    }
}
