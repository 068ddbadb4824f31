/// How many different things there are, on the wire.
package struct DistinctCount: Encodable, Sendable {
    package let count: Int

    /// Else the count is an estimate, within about 6 %.
    package let isExact: Bool

    init(_ sketch: DistinctSketch) {
        count = sketch.count
        isExact = sketch.isExact
    }
}
