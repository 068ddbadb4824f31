/// Which rejections somebody wants to see.
package struct RejectionQuery: Sendable {
    package static let limitRange = 1...1_000

    /// Only those with a code; nil for all.
    package var code: String?

    /// Only those before a rejection; nil for the newest.
    package var before: UInt64?

    /// How many at the most.
    package var limit = 100

    package init() {}
}
