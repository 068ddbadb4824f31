internal import IAFACore

/// A page of events as clients see it; the properties stay what was sent, letter for letter.
enum EventListBody {
    static func bytes(_ page: EventPage) -> [UInt8] {
        var bytes = Array(#"{"events":["#.utf8)
        for (index, event) in page.events.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(event, to: &bytes)
        }
        bytes.append(contentsOf: #"],"next_cursor":"#.utf8)
        append(page.next?.cursor, to: &bytes)
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private static func append(_ event: Event, to bytes: inout [UInt8]) {
        let fields: [(name: String, text: String?)] = [
            ("event_id", event.id), ("event_type", event.type), ("user_id", event.userID),
            ("anonymous_id", event.anonymousID), ("session_id", event.sessionID),
            ("timestamp", "\(event.timestamp)"), ("received_at", "\(event.receivedAt)"),
            ("sent_at", event.sentAt.map { "\($0)" }),
        ]
        bytes.append(UInt8(ascii: "{"))
        for (name, text) in fields {
            bytes.append(contentsOf: "\"\(name)\":".utf8)
            append(text, to: &bytes)
            bytes.append(UInt8(ascii: ","))
        }
        bytes.append(contentsOf: "\"properties\":".utf8)
        bytes.append(contentsOf: event.properties.utf8)
        bytes.append(UInt8(ascii: "}"))
    }

    private static func append(_ text: String?, to bytes: inout [UInt8]) {
        (text.map { JSONValue.string($0) } ?? .null).write(into: &bytes)
    }
}
