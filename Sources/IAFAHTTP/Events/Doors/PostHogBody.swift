internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import NIOCore

/// Finds the JSON in a request of PostHog's clients, who wrap it in gzip, base 64 and forms, and put it into the query.
struct PostHogBody {
    var json: ByteBuffer
    var envelope: PostHogEnvelope

    /// Reads a request.
    ///
    /// - Throws: ``APIError`` 400, 413, 415.
    static func read(_ request: Request) async throws -> PostHogBody {
        let query = FormFields((request.uri.query ?? "").utf8)
        var body = PostHogBody(json: ByteBuffer(), envelope: PostHogEnvelope())
        body.note(query)
        try refuseUnknown(query.text("compression"))
        var bytes = try await DoorBody.bytes(of: request, limit: PostHogLimits.requestBytes)
        if bytes.readableBytes == 0, let data = query["data"] { bytes = ByteBuffer(bytes: data) }
        if !isJSON(bytes), isForm(bytes, request.headers[.contentType]) {
            let form = FormFields(bytes.readableBytesView)
            body.note(form)
            try refuseUnknown(form.text("compression"))
            bytes = ByteBuffer(bytes: form["data"] ?? [])
        }
        if !isJSON(bytes), let decoded = Base64Text.decode(bytes.readableBytesView) {
            bytes = try DoorBody.inflated(ByteBuffer(bytes: decoded), limit: PostHogLimits.requestBytes)
        }
        guard isJSON(bytes) else {
            throw APIError(
                .badRequest,
                "malformed_json",
                "send a JSON object or array: as it is, as gzip, as base 64, or in the field data of a form"
            )
        }
        body.json = bytes
        return body
    }

    /// Takes what a query or a form says.
    private mutating func note(_ fields: FormFields) {
        envelope.key = envelope.key ?? fields.text("api_key") ?? fields.text("token")
        envelope.sentAt = envelope.sentAt ?? fields.text("_").flatMap { DoorTime.timestamp(millisecondsText: $0) }
    }

    private static func refuseUnknown(_ compression: String?) throws(APIError) {
        guard let compression, compression.lowercased().hasPrefix("lz") else { return }
        throw APIError(.unsupportedMediaType, "unsupported_encoding", "send the body as it is, as gzip or as base 64")
    }

    private static func isForm(_ bytes: ByteBuffer, _ type: String?) -> Bool {
        type?.lowercased().hasPrefix("application/x-www-form-urlencoded") == true
            || bytes.readableBytesView.starts(with: "data=".utf8)
    }

    private static func isJSON(_ bytes: ByteBuffer) -> Bool {
        bytes.withUnsafeReadableBytes { bytes in
            for byte in bytes where byte != 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09 {
                return byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[")
            }
            return false
        }
    }
}
