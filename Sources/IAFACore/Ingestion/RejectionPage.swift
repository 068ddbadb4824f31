/// Rejections, the newest first.
package struct RejectionPage: Sendable, Equatable {
    package var rejections: [Rejection] = []

    /// Where the next page begins; nil where there is none.
    package var next: UInt64?

    /// Everything that was refused within ``RejectionBounds/lifetime``, also what is not in the list any more, by code.
    package var counts: [String: Int] = [:]

    package init() {}

    /// Picks a page.
    ///
    /// - Parameters:
    ///   - all: What there is, oldest first.
    ///   - query: Which of it.
    package init(of all: [Rejection], _ query: RejectionQuery) {
        let wanted = all.reversed().lazy.filter { rejection in
            rejection.id < query.before ?? .max && rejection.code == query.code ?? rejection.code
        }
        let page = Array(wanted.prefix(query.limit + 1))
        rejections = Array(page.prefix(query.limit))
        if page.count > query.limit { next = rejections.last?.id }
    }
}
