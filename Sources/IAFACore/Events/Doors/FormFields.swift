/// The fields of a form, `name=value&…`, as browsers write them (`application/x-www-form-urlencoded`).
package struct FormFields: Sendable {
    private var fields: [(name: [UInt8], value: [UInt8])] = []

    /// The most fields that are read.
    private static let maximumCount = 100

    package init(_ text: some Collection<UInt8>) {
        let read = text.withContiguousStorageIfAvailable { Self.fields(of: $0) }
        fields = read ?? Array(text).withUnsafeBufferPointer { Self.fields(of: $0) }
    }

    /// Of bytes that lie together, and nothing generic: a small request may hold millions of them.
    private static func fields(of text: UnsafeBufferPointer<UInt8>) -> [(name: [UInt8], value: [UInt8])] {
        text.split(separator: UInt8(ascii: "&"), maxSplits: maximumCount).map { field in
            guard let place = field.firstIndex(of: UInt8(ascii: "=")) else { return (decoded(field), []) }
            return (decoded(field[..<place]), decoded(field[(place + 1)...]))
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
    private static func decoded(_ slice: Slice<UnsafeBufferPointer<UInt8>>) -> [UInt8] {
        let text = UnsafeBufferPointer(rebasing: slice)
        return [UInt8](unsafeUninitializedCapacity: text.count) { output, count in
            var place = 0
            while place < text.count {
                var byte = text[place]
                if byte == UInt8(ascii: "+") {
                    byte = UInt8(ascii: " ")
                } else if byte == UInt8(ascii: "%"), place + 2 < text.count, let high = digit(text[place + 1]),
                    let low = digit(text[place + 2])
                {
                    byte = high << 4 | low
                    place += 2
                }
                output[count] = byte
                count += 1
                place += 1
            }
        }
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
