/// So many of so many.
package struct Proportion: Sendable, Hashable {
    /// 0 … `whole`.
    package let part: Int
    package let whole: Int

    package init(_ part: Int, of whole: Int) {
        precondition(part >= 0 && part <= whole, "a part is no more than the whole")
        self.part = part
        self.whole = whole
    }

    /// The share, 0…1; 0 of none.
    package var share: Double { whole == 0 ? 0 : Double(part) / Double(whole) }

    /// Those of the whole that are not of the part.
    package var rest: Int { whole - part }
}
