/// What was read for an answer, by whom and in which time.
package struct FunnelExplanation: Encodable, Sendable, Equatable {
    /// How the persons were followed.
    package enum Engine: String, Encodable, Sendable {
        /// Some persons after the others, each with all days at once, out of the stage indexes.
        case sweep
        /// Some days after the others, with a state a person.
        case scan
        /// Each attempt by itself, as options need it.
        case attempts
    }

    package var engine: Engine

    /// How many threads could work at a time.
    package var threads: Int

    /// UTC days that have events.
    package var days = 0

    /// Of these, the days whose stage index was used, and those of which events were read from files, or are in memory.
    package var indexedDays = 0
    package var scannedDays = 0
    package var memoryDays = 0

    /// Event files that were read: of whole days, and parts of days.
    package var dayFiles = 0
    package var partFiles = 0

    /// Events that were looked at, of the funnel's event types and of every range: in stage indexes, in event files as
    /// the engine passed them on, in memory.
    package var indexRows = 0
    package var fileRows = 0
    package var memoryRows = 0

    /// The bytes of the records that were read in indexes, and the sizes of the event files; of these, as little is
    /// read as their row groups and columns allow.
    package var indexBytes = 0
    package var fileBytes = 0

    package var times = Times()

    /// How long the parts of the work took, in ms.
    package struct Times: Encodable, Sendable, Equatable {
        /// Finding out what there is, and opening indexes.
        package var planMs = 0.0
        /// Reading event files and memory.
        package var readMs = 0.0
        /// Following the persons, which reads the indexes.
        package var countMs = 0.0
        /// Rates, medians and the rest of the answer.
        package var statisticsMs = 0.0
        package var totalMs = 0.0

        package init() {}
    }

    package init(engine: Engine, threads: Int) {
        self.engine = engine
        self.threads = threads
    }
}
