/// Which fields of an object were read: one that stands twice has no meaning that everybody would agree on.
struct FieldsSeen {
    private var seen: UInt16 = 0

    /// Takes note of a field.
    ///
    /// `fields`: At most 16, of which one that is not among them is passed over.
    /// - Returns: What is wrong where the field was there already.
    mutating func note(_ key: JSONString, of fields: [StaticString]) -> ValidationIssue? {
        guard let place = fields.firstIndex(where: { key.equals($0) }) else { return nil }
        let bit: UInt16 = 1 << UInt16(place)
        guard seen & bit != 0 else {
            seen |= bit
            return nil
        }
        return ValidationIssue(
            field: fields[place].description,
            code: "duplicate_field",
            message: "stands there more than once; send it once"
        )
    }
}
