/// Which values the properties of the events have with which attempts began.
///
/// A property with very many values is an id rather than something that conversion could depend on: it is given up, so
/// that memory stays bounded whatever apps send.
package struct FirstEventProperties: Sendable {
    package static let mostProperties = 1_000
    package static let mostValues = 1_000
    /// In UTF-8.
    package static let longestValue = 200

    /// A value of a property with how many attempts began with it.
    package struct Count: Sendable, Equatable {
        package let property: String
        package let value: PropertyValue
        package var attempts = 0
        /// Those of `attempts` that converted.
        package var converted = 0
    }

    /// Properties that have too many values, sorted.
    package var leftOut: [String] { properties.filter(\.isGivenUp).map(\.name).sorted() }

    /// Whether there were more properties than are looked at.
    package private(set) var isCut = false

    private struct Property: Sendable {
        let name: String
        var places: [PropertyValue: Int] = [:]
        var isGivenUp = false
    }

    /// The event that a window begins with, as far as it is known.
    private struct First: Sendable {
        var receivedAt = Int64.max
        var id = UInt64.max
        /// Places in `counts`.
        var values: [Int32] = []
    }

    private let windows: AttemptWindows
    private let unit: FunnelUnit
    private let matcher: StepMatcher
    private let mask: UInt32
    private var properties: [Property] = []
    private var placeOfName: [String: Int] = [:]
    private var values: [(property: Int, value: PropertyValue)] = []
    private var firsts: [First]

    package init(_ windows: AttemptWindows, of definition: FunnelDefinition) {
        self.windows = windows
        unit = definition.options.unit
        matcher = StepMatcher(definition)
        mask = definition.options.order == .unordered ? .max : 1
        firsts = Array(repeating: First(), count: windows.windows.count)
    }

    /// Takes an event in; of several with which an attempt may have begun, the first to be received counts.
    package mutating func add(_ event: EventGlance) {
        guard let key = event.key(of: unit), let index = windows.index(of: key, at: event.time),
            windows.windows[index].place.start == event.time, let properties = event.properties,
            matcher.steps(satisfiedByType: event.type, properties: properties) & mask != 0
        else { return }
        let id = event.id.map { PersonKey.key(of: $0) } ?? 0
        let known = firsts[index]
        guard (event.receivedAt, id) < (known.receivedAt, known.id) else { return }
        firsts[index] = First(receivedAt: event.receivedAt, id: id, values: places(in: properties))
    }

    private mutating func places(in bytes: UnsafeRawBufferPointer) -> [Int32] {
        guard case .object(let members) = try? JSONValue.parse(bytes: bytes, allowsLoneSurrogates: true) else {
            return []
        }
        var places: [String: Int32?] = [:]
        for member in members {
            // The last member of a name counts.
            places[member.name] = place(of: member)
        }
        return places.values.compactMap(\.self)
    }

    private mutating func place(of member: JSONMember) -> Int32? {
        let value: PropertyValue
        switch member.value {
        case .bool(let flag): value = .bool(flag)
        case .number(let number): value = .number(number)
        case .string(let text):
            guard text.utf8.count <= Self.longestValue else { return nil }
            value = .string(text)
        case .null, .array, .object: return nil
        }
        if placeOfName[member.name] == nil {
            guard properties.count < Self.mostProperties else {
                isCut = true
                return nil
            }
            placeOfName[member.name] = properties.count
            properties.append(Property(name: member.name))
        }
        guard let property = placeOfName[member.name], !properties[property].isGivenUp else { return nil }
        if let place = properties[property].places[value] { return Int32(place) }
        guard properties[property].places.count < Self.mostValues else {
            properties[property].isGivenUp = true
            properties[property].places = [:]
            return nil
        }
        properties[property].places[value] = values.count
        values.append((property, value))
        return Int32(values.count - 1)
    }

    /// How many attempts began with each value, but for the properties that were given up.
    package var counts: [Count] {
        var counts = values.map { Count(property: properties[$0.property].name, value: $0.value) }
        for (index, first) in firsts.enumerated() {
            for place in first.values {
                counts[Int(place)].attempts += 1
                if windows.windows[index].isConverted { counts[Int(place)].converted += 1 }
            }
        }
        return zip(values, counts).filter { !properties[$0.0.property].isGivenUp }.map(\.1)
    }
}
