@testable import IAFACore

/// What there is in events, counted without bounds: what a summary must give as long as all of it fits.
struct NaiveTaxonomy {
    private(set) var types: [String: TypeFacts] = [:]
    private(set) var all: [String: PropertyFacts] = [:]

    struct TypeFacts: Equatable {
        var count = 0
        var first = Timestamp.distantFuture
        var last = Timestamp.distantPast
        var persons: Set<String> = []
        var properties: [String: PropertyFacts] = [:]
    }

    struct PropertyFacts: Equatable {
        var count = 0
        var kinds = [Int](repeating: 0, count: 6)
        var values: [PropertyFilter.Scalar: Int] = [:]
    }

    init(_ events: [Event]) throws {
        for event in events {
            var facts = types[event.type, default: TypeFacts()]
            facts.count += 1
            facts.first = min(facts.first, event.timestamp)
            facts.last = max(facts.last, event.timestamp)
            facts.persons.insert(event.person)
            for (name, value) in Self.properties(try JSONValue.parse(event.properties), prefix: "") {
                facts.properties[name, default: PropertyFacts()].add(value)
                all[name, default: PropertyFacts()].add(value)
            }
            types[event.type] = facts
        }
    }

    /// The names by which a filter finds something.
    private static func properties(_ object: JSONValue, prefix: String) -> [String: JSONValue] {
        guard case .object(let members) = object else { return [:] }
        var found: [String: JSONValue] = [:]
        for member in members { found[prefix + member.name] = member.value }
        for (name, value) in found where !name.dropFirst(prefix.count).contains(".") {
            for (inner, value) in properties(value, prefix: name + ".") where found[inner] == nil {
                found[inner] = value
            }
        }
        return found
    }
}

extension NaiveTaxonomy.PropertyFacts {
    fileprivate mutating func add(_ value: JSONValue) {
        count += 1
        switch value {
        case .string(let text):
            kinds[0] += 1
            values[.string(text), default: 0] += 1
        case .number(let number):
            kinds[1] += 1
            values[.number(number), default: 0] += 1
        case .bool(let bool):
            kinds[2] += 1
            values[.bool(bool), default: 0] += 1
        case .null: kinds[3] += 1
        case .object: kinds[4] += 1
        case .array: kinds[5] += 1
        }
    }

    init(_ entry: FrequentItems<PropertySummary>.Entry) {
        count = entry.count
        kinds = entry.payload.kinds
        for value in entry.payload.values.entries {
            guard let scalar = PropertyValueKey.value(of: value.key) else { continue }
            values[scalar] = value.count
        }
    }
}

extension TaxonomySummary {
    /// The summary of events, made in pieces of a size.
    init(of events: [Event], inPieces size: Int = .max) {
        self.init()
        var rest = events[...]
        while !rest.isEmpty {
            var builder = TaxonomyBuilder()
            for event in rest.prefix(size) { builder.add(event) }
            merge(builder.finish())
            rest = rest.dropFirst(size)
        }
    }

    /// The same as facts, to compare.
    var facts: [String: NaiveTaxonomy.TypeFacts] {
        Dictionary(
            uniqueKeysWithValues: types.entries.map { entry in
                var facts = NaiveTaxonomy.TypeFacts()
                facts.count = entry.count
                facts.first = entry.payload.first
                facts.last = entry.payload.last
                facts.properties = Self.facts(entry.payload.properties)
                return (String(decoding: entry.key, as: UTF8.self), facts)
            }
        )
    }

    static func facts(_ list: FrequentItems<PropertySummary>?) -> [String: NaiveTaxonomy.PropertyFacts] {
        Dictionary(
            uniqueKeysWithValues: (list?.entries ?? []).map {
                (String(decoding: $0.key, as: UTF8.self), NaiveTaxonomy.PropertyFacts($0))
            }
        )
    }
}
