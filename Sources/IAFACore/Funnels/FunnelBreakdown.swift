/// A property whose values tell the attempts of a question apart.
package struct FunnelBreakdown: Sendable, Hashable {
    package let property: String

    /// The event of an attempt whose value counts.
    package let at: Place

    package enum Place: Sendable, Hashable {
        /// The attempt's first event.
        case first
        /// That of the last step taken.
        case last
        /// That of a step, counted from 0; an attempt that did not take it has no value. Of an unordered funnel, the
        /// event with which so many steps had been taken.
        case step(Int)
    }

    package init(property: String, at: Place) {
        self.property = property
        self.at = at
    }
}
