internal import IAFACore

/// Gives answers to questions about events: one that is known, or one that is worked out once for all who ask for it
/// at the same time.
struct AnswerDesk: Sendable {
    let results: any ResultCache
    let events: any EventOverview
    private let work = SharedWork<ResultKey, [UInt8]>()

    init(results: any ResultCache, events: any EventOverview) {
        self.results = results
        self.events = events
    }

    /// What a question is about.
    struct Subject: Sendable {
        let project: Identifier<Project>

        /// Everything in which two questions may differ.
        let text: String

        /// All events that the answer depends on are in them.
        let ranges: [Range<Timestamp>]

        /// Whether the answer is another one later, though no event came.
        let changesWithTime: Bool

        init(project: Identifier<Project>, text: String, ranges: [Range<Timestamp>], changesWithTime: Bool = false) {
            self.project = project
            self.text = text
            self.ranges = ranges
            self.changesWithTime = changesWithTime
        }

        /// A funnel's numbers: as long as an attempt's window may be open, somebody is in progress who later is not.
        init(_ question: FunnelQuestion, asked: String) {
            let queries = [question.query, question.otherQuery].compactMap(\.self)
            let dates = "\(question.dates.startDate) \(question.dates.endDate) \(question.timeZone)"
            self.init(
                project: question.query.project,
                text: "funnel\0\(dates)\0\(asked)",
                ranges: queries.map(\.visibleRange),
                changesWithTime: queries.contains { $0.range.upperBound + $0.definition.conversionWindow > $0.now }
            )
        }
    }

    /// The answer to a question.
    ///
    /// One that changes with time is not kept, and shared only among those who ask while it is worked out.
    ///
    /// - Throws: What `body` throws, `CancellationError`.
    func answer(to subject: Subject, _ body: @Sendable () async throws -> [UInt8]) async throws -> [UInt8] {
        // Of before the events are read: what comes meanwhile makes another version.
        let version = events.version(of: subject.project, in: subject.ranges)
        let key = ResultKey(project: subject.project, question: Array(subject.text.utf8), version: version)
        return try await work.run(key) {
            if !subject.changesWithTime, let known = await results.answer(for: key) { return known }
            let answer = try await body()
            if !subject.changesWithTime { await results.keep(answer, for: key) }
            return answer
        }
    }
}
