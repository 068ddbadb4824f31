internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Answers in JSON, keys in snake case.
enum JSONAnswer {
    /// An answer that no cache keeps.
    ///
    /// - Throws: `EncodingError` where the value holds what JSON can't say.
    static func response(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        return response(bytes: ByteBuffer(bytes: try encoder.encode(value)), status: status)
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
