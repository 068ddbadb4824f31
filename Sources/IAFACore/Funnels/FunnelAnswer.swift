/// A funnel's numbers in the form in which HTTP and the command line give them.
package struct FunnelAnswer: Encodable, Sendable {
    /// Nil where the funnel isn't saved.
    package let funnelId: String?
    package let projectId: String
    package let dateRange: DateRange
    package let timezone: String
    package let conversionWindowSeconds: Int64
    package let stages: [Stage]
    package let overallConversionRate: Double
    package let overallConversionInterval: Interval
    package let timeToConvert: Times?

    /// How the answer came about; nil where nobody asked.
    package let explain: FunnelExplanation?

    /// Persons, sessions or attempts, as the funnel counts them, that are left out because of an excluded event; where
    /// sessions are counted, also the events of its steps that have none.
    package let excluded: Int
    package let order: FunnelOrder
    package let countBy: FunnelUnit

    package init(
        funnelID: Identifier<SavedFunnel>?,
        query: FunnelQuery,
        dates: DateRange,
        timeZone: String,
        result: FunnelResult
    ) {
        funnelId = funnelID?.text
        projectId = query.project.text
        dateRange = dates
        timezone = timeZone
        conversionWindowSeconds = query.definition.conversionWindow.components.seconds
        order = query.definition.options.order
        let isUnordered = order == .unordered
        stages = zip(query.definition.steps, result.steps).map { Stage($0, $1, isUnordered: isUnordered) }
        overallConversionRate = result.conversion.rate
        overallConversionInterval = Interval(lower: result.conversion.lower, upper: result.conversion.upper)
        excluded = result.excluded + result.eventsWithoutSession
        countBy = query.definition.options.unit
        timeToConvert = result.timeToConvert.map(Times.init)
        explain = result.explanation
    }

    /// The numbers of one step.
    package struct Stage: Encodable, Sendable {
        package let stageName: String
        /// The step's first event type.
        package let eventType: String
        package let eventTypes: [String]
        package let users: Int
        package let conversionRate: Double
        package let stepConversionRate: Double
        package let dropOff: Int
        package let dropOffRate: Double
        package let inProgress: Int
        package let timeFromPrevious: Times?
        package let optional: Bool

        /// Who performed the step within the window of their attempt; only of unordered funnels.
        package let performed: Int?

        init(_ step: FunnelStep, _ result: FunnelResult.Step, isUnordered: Bool) {
            optional = step.isOptional
            performed = isUnordered ? result.performed : nil
            stageName = step.label
            eventType = step.eventTypes[0]
            eventTypes = step.eventTypes
            users = result.users
            conversionRate = result.conversionRate
            stepConversionRate = result.stepConversionRate
            dropOff = result.dropOff
            dropOffRate = result.dropOffRate
            inProgress = result.inProgress
            timeFromPrevious = result.timeFromPrevious.map(Times.init)
        }
    }

    /// A 95 % interval, in percent.
    package struct Interval: Encodable, Sendable {
        package let lower: Double
        package let upper: Double
    }

    /// How long something took.
    package struct Times: Encodable, Sendable {
        package let meanSeconds: Double
        package let medianSeconds: Double
        package let p90Seconds: Double

        init(_ statistics: DurationStatistics) {
            meanSeconds = statistics.mean
            medianSeconds = statistics.median
            p90Seconds = statistics.p90
        }
    }
}
