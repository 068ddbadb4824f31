package import IAFACore

extension Event {
    /// An event that looks like those of real apps: some 250 bytes.
    package static func sample(
        _ id: String,
        type: String = "product_viewed",
        userID: String? = "user-4711",
        receivedAt: Timestamp = Timestamp(microseconds: 1_750_000_000_000_000),
        properties: String = #"{"plan":"pro","price":12.5,"currency":"EUR","path":"/products/4711","mobile":true}"#
    ) -> Event {
        Event(
            id: id,
            type: type,
            userID: userID,
            anonymousID: userID == nil ? "anonymous-1" : nil,
            sessionID: "session-12",
            timestamp: receivedAt + .seconds(-1),
            receivedAt: receivedAt,
            sentAt: receivedAt + .milliseconds(-40),
            properties: properties,
            ipHash: "5f2b1a0c9d8e7f6a"
        )
    }
}

extension Identifier {
    /// An id written out in a test.
    package static func fixed(_ text: String) -> Self {
        guard let identifier = Self(text) else { preconditionFailure("'\(text)' is no id") }
        return identifier
    }
}
