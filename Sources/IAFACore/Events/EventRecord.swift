/// The bytes of an event in the journal.
///
/// Version 1, all integers little-endian:
/// ```
/// 0   version           u8    = 1
/// 1   presence          u8    bit 0 user, 1 anonymous id, 2 session, 3 sent_at, 4 ip hash
/// 2   sequence          u64
/// 10  timestamp         i64   µs since 1970
/// 18  received_at       i64   µs since 1970
/// 26  [sent_at          i64]  where present
///     project, id, type, properties, [user], [anonymous id], [session], [ip hash]
///                             each: length u32, UTF-8 bytes
/// ```
package enum EventRecord {
    /// The version that is written.
    ///
    /// 0 and 255 are never versions: the journal needs them to tell records from marks.
    package static let version: UInt8 = 1

    /// Where the sequence number stands, so that it can be filled in after the rest was encoded.
    package static let sequenceOffset = 2

    private static let fixedSize = 26

    /// The number of bytes that ``append(_:project:sequence:to:)`` writes.
    package static func byteCount(_ event: Event, project: Identifier<Project>) -> Int {
        fixedSize + (event.sentAt == nil ? 0 : 8) + byteCount(project.text) + byteCount(event.id)
            + byteCount(event.type) + byteCount(event.properties) + byteCount(event.userID)
            + byteCount(event.anonymousID) + byteCount(event.sessionID) + byteCount(event.ipHash)
    }

    /// Encodes an event behind what is in the buffer.
    package static func append(
        _ event: Event,
        project: Identifier<Project>,
        sequence: UInt64,
        to buffer: inout [UInt8]
    ) {
        buffer.append(version)
        buffer.append(presence(of: event))
        append(sequence, to: &buffer)
        append(UInt64(bitPattern: event.timestamp.microseconds), to: &buffer)
        append(UInt64(bitPattern: event.receivedAt.microseconds), to: &buffer)
        if let sentAt = event.sentAt {
            append(UInt64(bitPattern: sentAt.microseconds), to: &buffer)
        }
        append(project.text, to: &buffer)
        append(event.id, to: &buffer)
        append(event.type, to: &buffer)
        append(event.properties, to: &buffer)
        append(event.userID, to: &buffer)
        append(event.anonymousID, to: &buffer)
        append(event.sessionID, to: &buffer)
        append(event.ipHash, to: &buffer)
    }

    /// Encodes an event.
    package static func encode(_ event: SequencedEvent) -> [UInt8] {
        var buffer: [UInt8] = []
        buffer.reserveCapacity(byteCount(event.event, project: event.project))
        append(event.event, project: event.project, sequence: event.sequence, to: &buffer)
        return buffer
    }

    /// Decodes a record that fills `bytes` exactly.
    ///
    /// - Throws: ``EventRecordError`` on anything that ``encode(_:)`` would not have written; never reads outside.
    package static func decode(_ bytes: UnsafeRawBufferPointer) throws(EventRecordError) -> SequencedEvent {
        var reader = EventRecordReader(bytes)
        let version = try reader.byte("version")
        guard version == Self.version else { throw .unknownVersion(version) }
        let presence = Presence(rawValue: try reader.byte("presence"))
        guard presence.isSubset(of: .all) else { throw .malformed(field: "presence") }
        let sequence = UInt64(bitPattern: try reader.integer("sequence"))
        let timestamp = Timestamp(microseconds: try reader.integer("timestamp"))
        let receivedAt = Timestamp(microseconds: try reader.integer("received_at"))
        let sentAt = presence.contains(.sentAt) ? Timestamp(microseconds: try reader.integer("sent_at")) : nil
        guard let project = Identifier<Project>(try reader.text("project")) else { throw .malformed(field: "project") }
        let id = try reader.text("id")
        let type = try reader.text("type")
        let properties = try reader.text("properties")
        let event = Event(
            id: id,
            type: type,
            userID: presence.contains(.user) ? try reader.text("user") : nil,
            anonymousID: presence.contains(.anonymous) ? try reader.text("anonymous id") : nil,
            sessionID: presence.contains(.session) ? try reader.text("session") : nil,
            timestamp: timestamp,
            receivedAt: receivedAt,
            sentAt: sentAt,
            properties: properties,
            ipHash: presence.contains(.ipHash) ? try reader.text("ip hash") : nil
        )
        guard reader.remaining == 0 else { throw .trailingBytes(reader.remaining) }
        return SequencedEvent(sequence: sequence, project: project, event: event)
    }

    /// Decodes a record that fills `bytes` exactly.
    ///
    /// - Throws: ``EventRecordError`` on anything that ``encode(_:)`` would not have written.
    package static func decode(_ bytes: [UInt8]) throws(EventRecordError) -> SequencedEvent {
        let result = bytes.withUnsafeBytes { buffer -> Result<SequencedEvent, EventRecordError> in
            do throws(EventRecordError) {
                return .success(try decode(buffer))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private struct Presence: OptionSet {
        let rawValue: UInt8

        static let user = Presence(rawValue: 1)
        static let anonymous = Presence(rawValue: 2)
        static let session = Presence(rawValue: 4)
        static let sentAt = Presence(rawValue: 8)
        static let ipHash = Presence(rawValue: 16)
        static let all: Presence = [.user, .anonymous, .session, .sentAt, .ipHash]
    }

    private static func presence(of event: Event) -> UInt8 {
        var presence: Presence = []
        if event.userID != nil { presence.insert(.user) }
        if event.anonymousID != nil { presence.insert(.anonymous) }
        if event.sessionID != nil { presence.insert(.session) }
        if event.sentAt != nil { presence.insert(.sentAt) }
        if event.ipHash != nil { presence.insert(.ipHash) }
        return presence.rawValue
    }

    private static func byteCount(_ text: String?) -> Int { text.map { 4 + $0.utf8.count } ?? 0 }

    private static func append(_ text: String?, to buffer: inout [UInt8]) {
        guard let text else { return }
        append(UInt32(text.utf8.count), to: &buffer)
        buffer.append(contentsOf: text.utf8)
    }

    private static func append(_ value: some FixedWidthInteger, to buffer: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { buffer.append(contentsOf: $0) }
    }
}
