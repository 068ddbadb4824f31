/// The properties of an event, put together from the places in which a client sends them.
///
/// Values stay byte for byte as they were sent.
struct DoorProperties {
    private var text: [UInt8] = [UInt8(ascii: "{")]
    private var values: [String: [UInt8]] = [:]
    private var count = 0
    private var depth = 1
    private var hasLoneSurrogate = false
    private var hasHugeNumber = false

    /// Takes an event's own properties, but for some.
    mutating func take(_ object: RawObject, except left: Set<String> = []) {
        for member in object.members where !left.contains(member.name) {
            begin(member.name, member.value.bytes, depth: member.value.depth, member.hasLoneSurrogate)
            if member.value.hasHugeNumber { hasHugeNumber = true }
            text.append(UInt8(ascii: "\""))
            text.append(contentsOf: member.rawName)
            text.append(contentsOf: "\":".utf8)
            text.append(contentsOf: member.value.bytes)
        }
    }

    /// Adds what a client sends beside the properties.
    ///
    /// Where a property has its name and another value, it gets a `$` in front, so that neither is lost.
    mutating func add(_ name: String, _ value: RawValue) {
        add(name, value.bytes, depth: value.depth, hasLoneSurrogate: value.hasLoneSurrogate)
        if value.hasHugeNumber { hasHugeNumber = true }
    }

    /// Adds what a client sends beside the properties, put together from several places.
    mutating func add(_ name: String, _ value: UnsafeRawBufferPointer, depth: Int, hasLoneSurrogate: Bool) {
        var name = name
        while let other = values[name] {
            if value.elementsEqual(other) { return }
            name = "$" + name
        }
        begin(name, value, depth: depth, hasLoneSurrogate)
        JSONValue.write(name, into: &text)
        text.append(UInt8(ascii: ":"))
        text.append(contentsOf: value)
    }

    /// Gives an event these properties, or says what is wrong with them.
    func finish(_ draft: inout EventDraft) {
        let whole = text + [UInt8(ascii: "}")]
        if let (code, message) = fault {
            whole.withUnsafeBytes { draft.report("properties", code, message, holding: $0) }
            return
        }
        draft.properties =
            hasLoneSurrogate
            ? whole.withUnsafeBytes { JSONSurrogates.mended($0) } : String(decoding: whole, as: UTF8.self)
    }

    private var fault: (code: String, message: String)? {
        guard count <= EventLimits.propertyCount else {
            return ("too_many", "must have at most \(EventLimits.propertyCount) keys, not \(count)")
        }
        guard !hasHugeNumber else {
            return ("number_out_of_range", "a number is too large; it must be below 1.8e308")
        }
        guard depth <= EventLimits.propertyDepth else {
            return ("too_deep", "must nest at most \(EventLimits.propertyDepth) deep")
        }
        return nil
    }

    private mutating func begin(
        _ name: String,
        _ value: UnsafeRawBufferPointer,
        depth: Int,
        _ hasLoneSurrogate: Bool
    ) {
        if count > 0 { text.append(UInt8(ascii: ",")) }
        count += 1
        self.depth = max(self.depth, depth + 1)
        if hasLoneSurrogate { self.hasLoneSurrogate = true }
        values[name] = Array(value)
    }
}
