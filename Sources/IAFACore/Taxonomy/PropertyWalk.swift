/// Lists the properties of an event under the names by which filters find them, those within objects included.
///
/// As ``JSONPropertyLookup`` has it: the last member of a name counts, a name that is there literally comes before one
/// with dots that leads into an object, and a member whose own name has a dot is not entered.
struct PropertyWalk {
    struct Property {
        /// Where its name stands in `names`.
        let name: Range<Int>
        let hash: UInt64
        fileprivate(set) var kind: JSONKind
        /// Where its value stands in the event's properties.
        fileprivate(set) var value: Range<Int>
        fileprivate let mayBeEntered: Bool
    }

    private(set) var properties: [Property] = []

    /// The names in UTF-8, one behind the other.
    private(set) var names: [UInt8] = []

    /// Whether there were more than are listed.
    private(set) var isCut = false

    /// Goes through an event's properties: the text of a JSON object that was validated before.
    mutating func read(_ bytes: UnsafeRawBufferPointer) {
        properties.removeAll(keepingCapacity: true)
        names.removeAll(keepingCapacity: true)
        isCut = false
        visit(bytes, 0..<bytes.count, prefix: nil)
        var next = 0
        while next < properties.count {
            let property = properties[next]
            next += 1
            if property.kind == .object, property.mayBeEntered { visit(bytes, property.value, prefix: property.name) }
        }
    }

    private mutating func visit(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, prefix: Range<Int>?) {
        var cursor = JSONCursor(UnsafeRawBufferPointer(rebasing: bytes[range]))
        let first = properties.count
        // What was validated before has no faults; where it has, what was read until then counts.
        try? readMembers(&cursor, from: range.lowerBound, first: first, prefix: prefix)
    }

    private mutating func readMembers(
        _ cursor: inout JSONCursor,
        from offset: Int,
        first: Int,
        prefix: Range<Int>?
    ) throws(JSONError) {
        guard try cursor.peekKind() == .object else { return }
        try cursor.enterObject()
        while let key = try cursor.nextKey() {
            let start = names.count
            if let prefix {
                names.append(contentsOf: names[prefix])
                names.append(UInt8(ascii: "."))
            }
            let own = names.count
            key.append(to: &names)
            let hasDot = names[own...].contains(UInt8(ascii: "."))
            let name = start..<names.count
            let hash = names.withUnsafeBytes { PersonKey.key(of: UnsafeRawBufferPointer(rebasing: $0[name])) }
            let skim = try cursor.skipValue()
            let value = offset + skim.range.lowerBound..<offset + skim.range.upperBound
            if let known = properties.firstIndex(where: { $0.hash == hash }) {
                names.removeLast(name.count)
                guard known >= first else { continue }
                properties[known].kind = skim.kind
                properties[known].value = value
                continue
            }
            guard properties.count < SummaryLimits.propertiesOfEvent else {
                names.removeLast(name.count)
                isCut = true
                continue
            }
            properties.append(
                Property(name: name, hash: hash, kind: skim.kind, value: value, mayBeEntered: !hasDot)
            )
        }
    }
}
