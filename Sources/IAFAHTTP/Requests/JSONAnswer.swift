internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import NIOCore

/// Answers in JSON, keys in snake case.
enum JSONAnswer {
    /// An answer that no cache keeps.
    ///
    /// - Throws: `EncodingError` where the value holds what JSON can't say.
    static func response(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        response(bytes: ByteBuffer(bytes: try bytes(value)), status: status)
    }

    /// The bytes of an answer.
    ///
    /// - Throws: As ``response(_:status:)``.
    static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return Array(try encoder.encode(value))
    }

    /// An answer that the client's own cache may keep, if it asks each time whether it is still right: 304 where it is
    /// the one that the request names.
    static func response(bytes: [UInt8], to request: Request) -> Response {
        let tag = "\"\(ContentTag.text(of: bytes))\""
        // It doesn't matter here whether the client, or what stands between, takes its tag for a weak one.
        let texts = request.headers[values: .ifNoneMatch].flatMap { $0.split(separator: ",") }
        let known = texts.map { String($0).replacing(" ", with: "").replacing("W/", with: "") }
        let isKnown = known.contains("*") || known.contains(tag)
        var answer = response(
            bytes: isKnown ? ByteBuffer() : ByteBuffer(bytes: bytes),
            status: isKnown ? .notModified : .ok
        )
        if isKnown {
            answer.body = ResponseBody()
            answer.headers[.contentType] = nil
        }
        answer.headers[.cacheControl] = "private, no-cache"
        answer.headers[.eTag] = tag
        return answer
    }

    /// An answer that is JSON already.
    static func response(bytes: ByteBuffer, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status,
            headers: [.contentType: "application/json; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: bytes)
        )
    }
}
