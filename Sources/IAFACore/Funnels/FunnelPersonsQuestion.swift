internal import Foundation

/// Who is behind a number of a funnel.
package struct FunnelPersonsQuestion: Sendable {
    package let question: FunnelQuestion
    package let request: FunnelPersonsRequest

    /// Behind which attempt the page begins; nil for the first page.
    private let place: FunnelPlace?
    private let fingerprint: UInt64

    /// Rows of a table whose ids are looked up, and written, at once.
    private static let tableRows = 10_000

    /// Asks by dates in the project's time zone; see ``FunnelQuestion``.
    ///
    /// Of a later page, the moment of the question is that of the first.
    ///
    /// - Throws: ``ValidationFailure``.
    package init(
        _ definition: FunnelDefinition,
        of project: Project,
        start: String?,
        end: String?,
        details: FunnelDetails,
        request: FunnelPersonsRequest,
        now: Timestamp
    ) throws(ValidationFailure) {
        var details = details
        details.wantsAttempts = true
        let asked = try FunnelQuestion(definition, of: project, start: start, end: end, details: details, now: now)
        fingerprint = Self.fingerprint(asked.query, request.filter)
        self.request = request
        guard let text = request.cursor else {
            question = asked
            place = nil
            return
        }
        let cursor = try FunnelCursor(text, question: fingerprint, now: now)
        place = cursor.place
        // The days are those of the first page, even where today was not the same.
        question = try FunnelQuestion(definition, of: project, dates: asked.dates, details: details, now: cursor.now)
    }

    /// Asks by days, for the first page or all.
    ///
    /// - Throws: ``ValidationFailure``.
    package init(
        _ definition: FunnelDefinition,
        of project: Project,
        dates: DateRange,
        details: FunnelDetails,
        request: FunnelPersonsRequest,
        now: Timestamp
    ) throws(ValidationFailure) {
        var details = details
        details.wantsAttempts = true
        question = try FunnelQuestion(definition, of: project, dates: dates, details: details, now: now)
        fingerprint = Self.fingerprint(question.query, request.filter)
        self.request = request
        place = nil
    }

    /// A page of persons.
    package struct Page: Encodable, Sendable {
        package let persons: [FunnelPersonRow]
        /// Absent of the last page.
        package let nextCursor: String?
    }

    /// The page that is asked for.
    ///
    /// - Throws: ``EventStoreError``.
    package func page(from store: any EventStore) async throws(EventStoreError) -> Page {
        let selection = try await selection(from: store)
        let (rows, hasMore) = selection.page(after: place, limit: request.limit)
        let persons = try await list(rows, of: selection, from: store)
        let last = rows.last.map { selection.attempts.place(of: $0) }
        let next = hasMore ? last.map { FunnelCursor(question: fingerprint, now: question.query.now, place: $0) } : nil
        return Page(persons: persons, nextCursor: next?.text)
    }

    /// Hands out all persons as lines of a table, in order of entry, so that each look-up touches few days.
    ///
    /// Memory is bounded whatever the table's length is, but for what the engine keeps of each attempt.
    ///
    /// - Parameters:
    ///   - selection: The attempts, of ``selection(from:)``.
    ///   - store: Where the ids are.
    ///   - write: Takes some lines, the head of the table first.
    /// - Throws: ``EventStoreError``, and what `write` throws.
    package func table(
        of selection: FunnelSelection,
        from store: any EventStore,
        _ write: (String) async throws -> Void
    ) async throws {
        try await write(FunnelPersonRow.csvHeader)
        let rows = selection.rowsInOrderOfEntry()
        for start in stride(from: 0, to: rows.count, by: Self.tableRows) {
            let part = Array(rows[start..<min(start + Self.tableRows, rows.count)])
            try await write(list(part, of: selection, from: store).map(\.csvLine).joined())
        }
    }

    /// The attempts that the filter lets through.
    ///
    /// - Throws: ``EventStoreError``.
    package func selection(from store: any EventStore) async throws(EventStoreError) -> FunnelSelection {
        let (_, attempts) = try await store.funnelAttempts(question.query)
        return FunnelSelection(attempts, of: question.query.definition, request.filter)
    }

    /// Some of these with the ids of who made them.
    ///
    /// - Throws: ``EventStoreError``.
    package func list(
        _ rows: [Int],
        of selection: FunnelSelection,
        from store: any EventStore
    ) async throws(EventStoreError) -> [FunnelPersonRow] {
        let attempts = selection.attempts
        let ids = try await store.persons(behind: rows.map { attempts.place(of: $0) }, of: question.query)
        return rows.map { FunnelPersonRow($0, of: attempts, question.query, ids[attempts.place(of: $0)]) }
    }

    /// Tells questions apart, so that a cursor is good for one only.
    private static func fingerprint(_ query: FunnelQuery, _ filter: FunnelPersonFilter) -> UInt64 {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let definition = try? encoder.encode(query.definition) else {
            preconditionFailure("a definition can be stored, so it can be encoded")
        }
        let range = "\(query.range.lowerBound.microseconds) \(query.range.upperBound.microseconds)"
        let breakdown = query.breakdown.map { "\($0.property) \($0.at)" } ?? ""
        let value = filter.value.map { "\($0)" } ?? ""
        let text = [
            query.project.text, String(decoding: definition, as: UTF8.self), range, breakdown, "\(filter.step)",
            filter.outcome.rawValue, value,
        ]
        return PersonKey.key(of: text.joined(separator: "\u{0}"))
    }
}
