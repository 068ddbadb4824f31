internal import CZlib
internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import NIOCore

/// Reads bodies: their type, their compression, their size, before anybody looks into them.
enum RequestBody {
    /// The largest body of a route that is about people, projects or funnels, in bytes.
    static let standardLimit = 1_024 * 1_024

    /// The bytes of a JSON body.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - limit: The most bytes, before and after decompression.
    ///   - mayBeText: Whether `text/plain` will do: a page that sends a beacon can name no other type.
    /// - Returns: At least one byte.
    /// - Throws: ``APIError`` 413, 415 and 400.
    static func bytes(of request: Request, limit: Int, mayBeText: Bool = false) async throws -> ByteBuffer {
        try checkType(request.headers[.contentType], mayBeText: mayBeText)
        var body = try await collected(request, limit: limit)
        switch request.headers[.contentEncoding]?.lowercased() {
        case nil, "identity": break
        case "gzip", "x-gzip": body = try Gzip.inflate(body, limit: limit)
        case .some:
            throw APIError(.unsupportedMediaType, "unsupported_encoding", "send the body as it is or with gzip")
        }
        guard body.readableBytes > 0 else {
            throw APIError(.badRequest, "malformed_json", "the body is empty; send a JSON object")
        }
        return body
    }

    /// The bytes of a body of any type, as they came.
    ///
    /// - Throws: ``APIError`` 413.
    static func collected(_ request: Request, limit: Int) async throws -> ByteBuffer {
        if let length = request.headers[.contentLength].flatMap(Int.init), length > limit { throw tooLarge(limit) }
        do {
            return try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw tooLarge(limit)
        }
    }

    /// The JSON of a body.
    ///
    /// - Throws: ``APIError``, ``JSONError``.
    static func json(of request: Request) async throws -> JSONValue {
        let body = try await bytes(of: request, limit: standardLimit)
        return try body.withUnsafeReadableBytes { try JSONValue.parse(bytes: $0, allowsLoneSurrogates: false) }
    }

    static func tooLarge(_ limit: Int) -> APIError {
        APIError(.contentTooLarge, "payload_too_large", "the body may have at most \(limit) bytes")
    }

    /// - Throws: ``APIError`` 415 where a body of this type isn't read.
    static func checkType(_ type: String?, mayBeText: Bool) throws(APIError) {
        guard let type, type != "application/json" else { return }
        let essence = type.prefix { $0 != ";" }.trimmingSpaces.lowercased()
        if mayBeText, essence == "text/plain" { return }
        guard essence == "application/json" || essence.hasSuffix("+json") else {
            throw APIError(
                .unsupportedMediaType,
                "unsupported_media_type",
                "send JSON with the header Content-Type: application/json"
            )
        }
    }
}
