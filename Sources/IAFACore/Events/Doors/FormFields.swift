/// The fields of a form, `name=value&…`, as browsers write them (`application/x-www-form-urlencoded`).
package struct FormFields: Sendable {
    private var fields: [(name: [UInt8], value: [UInt8])] = []

    /// The most fields that are read.
    private static let maximumCount = 100

    package init(_ text: some Collection<UInt8>) {
        for field in text.split(separator: UInt8(ascii: "&"), maxSplits: Self.maximumCount) {
            let parts = field.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            fields.append((Self.decoded(parts[0]), parts.count > 1 ? Self.decoded(parts[1]) : []))
        }
    }

    /// The bytes of the first field with a name; nil where there is none.
    package subscript(name: String) -> [UInt8]? {
        fields.first { $0.name.elementsEqual(name.utf8) }?.value
    }

    /// The text of the first field with a name; nil where there is none, or an empty one.
    package func text(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : String(decoding: $0, as: UTF8.self) }
    }

    /// What a text stands for; a `%` that begins no code stands for itself.
    private static func decoded(_ text: some Collection<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                var ahead = rest
                guard let high = ahead.next().flatMap(digit), let low = ahead.next().flatMap(digit) else {
                    bytes.append(byte)
                    continue
                }
                rest = ahead
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return bytes
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
