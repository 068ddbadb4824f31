internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import NIOCore

/// `/v1`: Segment's HTTP tracking API, for its clients as they are.
struct SegmentRoutes {
    private let intake: DoorIntake
    private let path: DoorPath

    init(intake: EventIntake, path: DoorPath) {
        self.intake = DoorIntake(
            intake: intake,
            keyHint: "send the write key as the user name of Basic authentication, or as writeKey in the body"
        )
        self.path = path
    }

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.post("\(path.text)/v1/:call") { request, context in
            do {
                return try await accept(request, context)
            } catch let error as APIError where error.status == .unauthorized {
                throw Self.challenging(error, request)
            }
        }
        router.get("\(path.text)/v1/projects/:write_key/settings") { request, context in
            let key = context.parameters.get("write_key") ?? ""
            _ = try await intake.project(of: key, context)
            return SegmentSettings(key: key, path: path).answer(to: request)
        }
    }

    /// Asks for Basic authentication, but not of pages: their visitors would be asked for a name and a password.
    private static func challenging(_ error: APIError, _ request: Request) -> APIError {
        guard request.headers[.origin] == nil else { return error }
        var error = error
        error.challenge = #"Basic realm="write key", charset="UTF-8""#
        return error
    }

    private func accept(_ request: Request, _ context: IAFARequestContext) async throws -> Response {
        let name = context.parameters.get("call") ?? ""
        let call = SegmentCall(path: name)
        guard call != nil || ["batch", "b", "import"].contains(name) else { throw APIError.notFound("route") }
        let key = try Self.writeKey(of: request)
        let body = try await DoorBody.bytes(of: request, limit: SegmentLimits.requestBytes)
        let delivery = try body.withUnsafeReadableBytes { bytes in
            guard let call else { return try SegmentDecoder.batch(in: bytes, key: key) }
            return try SegmentDecoder.message(call, in: bytes, key: key)
        }
        try await intake.accept(delivery, context)
        return JSONAnswer.response(bytes: ByteBuffer(string: #"{"success":true}"#))
    }

    /// The user name of Basic authentication; nil where the request has another, or none.
    ///
    /// - Throws: ``APIError`` 401 where it is not base 64.
    private static func writeKey(of request: Request) throws -> String? {
        let parts = request.headers[.authorization]?.split(separator: " ", omittingEmptySubsequences: true) ?? []
        guard let scheme = parts.first, scheme.lowercased() == "basic" else { return nil }
        guard parts.count == 2, let credentials = Base64Text.decode(parts[1].utf8) else {
            throw APIError.unauthorized("the header Authorization must be: Basic, a space, base 64 of the key and ':'")
        }
        let user = String(decoding: credentials.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
        return user.isEmpty ? nil : user
    }
}
