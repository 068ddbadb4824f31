internal import Foundation

/// Where a list of persons goes on: behind an attempt, as of the moment of the first page, for the same question only.
package struct FunnelCursor: Sendable, Equatable {
    private static let version: UInt8 = 1

    /// Of the project, the funnel, the days and the filter.
    package let question: UInt64
    package let now: Timestamp
    package let place: FunnelPlace

    package init(question: UInt64, now: Timestamp, place: FunnelPlace) {
        self.question = question
        self.now = now
        self.place = place
    }

    /// Reads a cursor that an answer gave.
    ///
    /// - Throws: ``ValidationFailure`` where it is none, or belongs to another question.
    package init(_ text: String, question: UInt64, now: Timestamp) throws(ValidationFailure) {
        var bytes = [UInt8](Data(base64Encoded: text.replacing("-", with: "+").replacing("_", with: "/")) ?? Data())
        guard bytes.count == 33, bytes.removeFirst() == Self.version else { throw Self.failure }
        let words = stride(from: 0, to: 32, by: 8).map { start in
            bytes[start..<start + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        let then = Timestamp(microseconds: Int64(bitPattern: words[1]))
        guard words[0] == question, then <= now else { throw Self.failure }
        self.init(
            question: question,
            now: then,
            place: FunnelPlace(key: words[2], start: Int64(bitPattern: words[3]))
        )
    }

    /// The cursor as a text for a client to send back.
    package var text: String {
        let words = [
            question, UInt64(bitPattern: now.microseconds), place.key, UInt64(bitPattern: place.start),
        ]
        let bytes = words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * UInt64($0))) } }
        // 33 bytes need no padding.
        return Data([Self.version] + bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
    }

    private static let failure = ValidationFailure(
        field: "cursor",
        code: "invalid_cursor",
        message: "must be the next_cursor of an answer to the same question"
    )
}
