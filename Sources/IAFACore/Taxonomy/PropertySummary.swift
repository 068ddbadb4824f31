/// What is known of a property: of which kinds its values are, how many there are, and which are the most frequent.
package struct PropertySummary: Sendable {
    /// Events by the kind of the value.
    package internal(set) var kinds = [Int](repeating: 0, count: Kind.allCases.count)

    /// Texts, numbers and booleans; two kinds are never the same value.
    package internal(set) var distinct = DistinctSketch()

    /// The same; the keys are those of ``PropertyValueKey``.
    package internal(set) var values: FrequentItems<Void>

    /// The least and the greatest number; nil where there is none.
    package internal(set) var numbers: ClosedRange<Double>?

    /// The kinds of JSON values, in the order in which they are stored.
    package enum Kind: Int, Sendable, CaseIterable {
        case string, number, bool, null, object, array

        init(_ kind: JSONKind) {
            self =
                switch kind {
                case .string: .string
                case .number: .number
                case .bool: .bool
                case .null: .null
                case .object: .object
                case .array: .array
                }
        }
    }

    init(valueLimit: Int) { values = FrequentItems(limit: valueLimit) }

    /// How often it had a value that is neither null nor an object or array.
    package var scalars: Int { kinds[Kind.string.rawValue] + kinds[Kind.number.rawValue] + kinds[Kind.bool.rawValue] }

    /// Counts a value.
    ///
    /// - Parameters:
    ///   - value: The text, number or boolean; nil for anything else.
    ///   - kind: Its kind.
    /// - Returns: By how many more entries ``values`` has.
    mutating func add(_ value: PropertyValueKey?, _ kind: JSONKind) -> Int {
        kinds[Kind(kind).rawValue] += 1
        guard let value else { return 0 }
        if let number = value.number {
            numbers = numbers.map { min($0.lowerBound, number)...max($0.upperBound, number) } ?? number...number
        }
        distinct.insert(value.hash)
        if let place = values.place(of: value.hash) {
            values.entries[place].count += 1
            return 0
        }
        guard value.bytes.count <= SummaryLimits.valueBytes else {
            values.pass()
            return 0
        }
        let before = values.entries.count
        if values.isFull { _ = values.dropRarer() }
        let place = values.insert(Array(value.bytes), value.hash, ())
        values.entries[place].count = 1
        return values.entries.count - before
    }

    /// Adds what another summary knows.
    mutating func merge(_ other: PropertySummary) {
        for kind in kinds.indices { kinds[kind] += other.kinds[kind] }
        distinct.merge(other.distinct)
        values.merge(other.values) { _, _ in }
        guard let range = other.numbers else { return }
        numbers =
            numbers.map { min($0.lowerBound, range.lowerBound)...max($0.upperBound, range.upperBound) } ?? range
    }

    /// About how many bytes of memory it takes.
    var memoryBytes: Int { 300 + distinct.hashes.count * 8 + values.entries.reduce(0) { $0 + 120 + $1.key.count } }
}
