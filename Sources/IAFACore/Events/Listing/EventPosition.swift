/// An event's place in the order of time: by when it happened, then by when it was received, then by its id.
///
/// Events that come meanwhile change the place of none, so that pages which follow one another miss and repeat nothing.
package struct EventPosition: Sendable, Equatable, Comparable {
    package let timestamp: Timestamp
    package let receivedAt: Timestamp
    package let id: String

    package init(timestamp: Timestamp, receivedAt: Timestamp, id: String) {
        self.timestamp = timestamp
        self.receivedAt = receivedAt
        self.id = id
    }

    package init(_ event: Event) {
        self.init(timestamp: event.timestamp, receivedAt: event.receivedAt, id: event.id)
    }

    package static func < (left: EventPosition, right: EventPosition) -> Bool {
        if left.timestamp != right.timestamp { return left.timestamp < right.timestamp }
        if left.receivedAt != right.receivedAt { return left.receivedAt < right.receivedAt }
        return left.id.utf8.lexicographicallyPrecedes(right.id.utf8)
    }

    package static func == (left: EventPosition, right: EventPosition) -> Bool { !(left < right) && !(right < left) }

    /// The place as a text that nobody has to understand.
    package var cursor: String {
        let text = "1.\(timestamp.microseconds).\(receivedAt.microseconds).\(id)"
        return text.utf8.map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }

    /// Reads a ``cursor``; nil where it is none.
    package init?(cursor: String) {
        let digits = Array(cursor.utf8)
        guard digits.count.isMultiple(of: 2), digits.count <= 2_000 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let byte = UInt8(String(decoding: digits[index...(index + 1)], as: UTF8.self), radix: 16) else {
                return nil
            }
            bytes.append(byte)
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        let parts = text.split(separator: ".", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "1", let timestamp = Int64(parts[1]), let receivedAt = Int64(parts[2])
        else { return nil }
        self.init(
            timestamp: Timestamp(microseconds: timestamp),
            receivedAt: Timestamp(microseconds: receivedAt),
            id: String(parts[3])
        )
    }
}
