/// Something that a person did in an app, as it is stored.
package struct Event: Sendable, Equatable {
    /// The id under which a repetition is recognized; unique within a project.
    package var id: String
    package var type: String
    package var userID: String?
    package var anonymousID: String?
    package var sessionID: String?

    /// When it happened, by the client's clock or, where that is off, corrected by ``ClockSkew``.
    package var timestamp: Timestamp

    /// When the server received it.
    package var receivedAt: Timestamp

    /// When the client sent it, by the client's clock.
    package var sentAt: Timestamp?

    /// A JSON object, as text; `{}` where the event has no properties.
    package var properties: String

    /// The sender's address under the day's salt, in hexadecimal; nil where it isn't known.
    package var ipHash: String?

    package init(
        id: String,
        type: String,
        userID: String? = nil,
        anonymousID: String? = nil,
        sessionID: String? = nil,
        timestamp: Timestamp,
        receivedAt: Timestamp,
        sentAt: Timestamp? = nil,
        properties: String = "{}",
        ipHash: String? = nil
    ) {
        self.id = id
        self.type = type
        self.userID = userID
        self.anonymousID = anonymousID
        self.sessionID = sessionID
        self.timestamp = timestamp
        self.receivedAt = receivedAt
        self.sentAt = sentAt
        self.properties = properties
        self.ipHash = ipHash
    }

    /// About how many bytes of memory it takes beyond its own fields: texts of more than 15 bytes are elsewhere.
    package var textBytes: Int {
        /// The header of a text's memory, and what is lost to rounding.
        let overhead = 48
        func bytes(_ text: String?) -> Int {
            guard let count = text?.utf8.count, count > 15 else { return 0 }
            return count + overhead
        }
        return bytes(id) + bytes(type) + bytes(userID) + bytes(anonymousID) + bytes(sessionID) + bytes(properties)
            + bytes(ipHash)
    }

    /// Who did it: the user where known, else the anonymous id.
    ///
    /// An event always has one of them.
    package var person: String { userID ?? anonymousID ?? "" }

    /// About as many bytes as its JSON had, for where that is not known any more: those of its fields.
    package var approximateByteCount: Int {
        id.utf8.count + type.utf8.count + (userID?.utf8.count ?? 0) + (anonymousID?.utf8.count ?? 0)
            + (sessionID?.utf8.count ?? 0) + properties.utf8.count
    }
}
