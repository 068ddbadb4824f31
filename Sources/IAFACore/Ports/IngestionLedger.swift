/// Remembers, for the people of a project, what became of what its apps sent.
///
/// A diagnosis, not the events themselves: what it says of accepted events is as durable as they are, everything else
/// as durable as the last ``save()``.
package protocol IngestionLedger: Sendable {
    /// Counts events that are on disk now. In memory; called in order of sequence, before anybody hears of them.
    func receive(_ events: [SequencedEvent])

    /// Takes note of what else a request brought. In memory; never blocks.
    func note(_ outcome: IngestionOutcome, of project: Identifier<Project>)

    /// What was refused lately.
    ///
    /// - Throws: ``IngestionLedgerError``.
    func rejections(
        of project: Identifier<Project>,
        _ query: RejectionQuery
    ) async throws(IngestionLedgerError) -> RejectionPage

    /// The hours within a range in which anything came, oldest first.
    ///
    /// - Throws: ``IngestionLedgerError``.
    func hours(
        of project: Identifier<Project>,
        in range: ClosedRange<IngestionHour>
    ) async throws(IngestionLedgerError) -> [(hour: IngestionHour, counts: IngestionCounts)]

    /// Makes durable what is only in memory.
    ///
    /// To be called before the event log forgets events.
    ///
    /// - Throws: ``IngestionLedgerError``; then what could not be written is tried again the next time.
    func save() async throws(IngestionLedgerError)

    /// Removes what was kept long enough: rejections after 7 days, counts with the project's events, but not before 90
    /// days.
    ///
    /// - Parameter projects: All that there are.
    /// - Throws: ``IngestionLedgerError``.
    func removeOld(of projects: [Project]) async throws(IngestionLedgerError)

    /// Forgets a project.
    ///
    /// - Throws: ``IngestionLedgerError``.
    func removeAll(of project: Identifier<Project>) async throws(IngestionLedgerError)
}

/// Why a ledger could not do what it was asked.
package enum IngestionLedgerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A file can't be read or written; the message names it.
    case unavailable(message: String)

    package var description: String {
        switch self {
        case .unavailable(let message): message
        }
    }
}
