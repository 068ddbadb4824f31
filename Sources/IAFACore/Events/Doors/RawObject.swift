/// The members of a JSON object in their order, each value still as it was written.
///
/// A view: the text's bytes must outlive it.
struct RawObject {
    struct Member {
        let name: String

        /// The name between its quotes, as it was written.
        let rawName: UnsafeRawBufferPointer
        let hasLoneSurrogate: Bool
        let value: RawValue
    }

    private(set) var members: [Member] = []

    /// Reads the object that comes next.
    ///
    /// - Throws: ``JSONError``, `unexpectedKind` where no object comes next.
    init(next cursor: inout JSONCursor) throws(JSONError) {
        try cursor.enterObject()
        while let name = try cursor.nextKey() {
            let value = try RawValue(next: &cursor)
            let hasLoneSurrogate = name.hasLoneSurrogate || value.hasLoneSurrogate
            members.append(
                Member(name: name.text, rawName: name.raw, hasLoneSurrogate: hasLoneSurrogate, value: value)
            )
        }
    }

    /// The value of the last member with a name; nil where there is none, or null.
    subscript(name: String) -> RawValue? {
        guard let value = members.last(where: { $0.name == name })?.value, value.kind != .null else { return nil }
        return value
    }

    /// Appends this object's JSON, with what another one has besides; objects that both have are merged alike.
    func write(over base: RawObject, into bytes: inout [UInt8]) {
        let below = Dictionary(base.members.map { ($0.name, $0.value) }) { _, last in last }
        var written: Set<String> = []
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for member in members {
            written.insert(member.name)
            Self.write(member.rawName, isFirst: &isFirst, into: &bytes)
            if let object = member.value.object, let below = below[member.name]?.object {
                object.write(over: below, into: &bytes)
            } else {
                bytes.append(contentsOf: member.value.bytes)
            }
        }
        for member in base.members where !written.contains(member.name) {
            Self.write(member.rawName, isFirst: &isFirst, into: &bytes)
            bytes.append(contentsOf: member.value.bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func write(_ rawName: UnsafeRawBufferPointer, isFirst: inout Bool, into bytes: inout [UInt8]) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: rawName)
        bytes.append(contentsOf: "\":".utf8)
    }
}
