internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import NIOCore

/// PostHog's capture API, for its clients as they are, and what they ask for besides.
struct PostHogRoutes {
    /// Where events come in.
    static let capturePaths = ["/e", "/i/v0/e", "/capture", "/track", "/batch", engagePath]

    /// Where flags are asked for.
    static let questionPaths = ["/flags", "/decide"]

    private static let engagePath = "/engage"

    private let intake: DoorIntake
    private let path: DoorPath
    private let clock: any WallClock

    init(intake: EventIntake, path: DoorPath) {
        self.intake = DoorIntake(
            intake: intake,
            keyHint: "send the project's API key as api_key or token in the body, or in the query"
        )
        self.path = path
        clock = intake.clock
    }

    func add(to router: some RouterMethods<IAFARequestContext>) {
        for name in Self.capturePaths {
            let isAboutPersons = name == Self.engagePath
            for method in [HTTPRequest.Method.get, .post] {
                router.on("\(path.text)\(name)", method: method) { request, context in
                    try await capture(request, context, isAboutPersons: isAboutPersons)
                }
            }
        }
        for name in Self.questionPaths {
            router.post("\(path.text)\(name)") { request, context in try await flags(request, context) }
        }
        // Preflights are answered before they come here.
        for name in Self.capturePaths + Self.questionPaths {
            router.on("\(path.text)\(name)", method: .options) { _, _ in Response(status: .noContent) }
        }
        router.get("\(path.text)/array/:token/config") { _, context in
            JSONAnswer.response(bytes: ByteBuffer(string: try await settings(context).json))
        }
        router.get("\(path.text)/array/:token/config.js") { _, context in
            let script = try await settings(context).script
            return Response(
                status: .ok,
                headers: [.contentType: "application/javascript; charset=utf-8", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: script))
            )
        }
    }

    private func capture(
        _ request: Request,
        _ context: IAFARequestContext,
        isAboutPersons: Bool
    ) async throws -> Response {
        // HEAD comes here too, and must change nothing.
        guard request.method != .head else { return Response(status: .ok) }
        var read = try await PostHogBody.read(request)
        read.envelope.isAboutPersons = isAboutPersons
        let now = clock.now
        let delivery = try read.json.withUnsafeReadableBytes {
            try PostHogDecoder.events(in: $0, read.envelope, now: now)
        }
        try await intake.accept(delivery, context)
        return JSONAnswer.response(bytes: ByteBuffer(string: #"{"status":1}"#))
    }

    /// There are no flags; the rest of the answer is what older clients ask for here.
    private func flags(_ request: Request, _ context: IAFARequestContext) async throws -> Response {
        let read = try await PostHogBody.read(request)
        let key = try read.json.withUnsafeReadableBytes { try PostHogDecoder.key(in: $0) } ?? read.envelope.key
        _ = try await intake.project(of: key, context)
        let answer = PostHogSettings(key: key ?? "").flags(requestID: context.id)
        return JSONAnswer.response(bytes: ByteBuffer(string: answer))
    }

    private func settings(_ context: IAFARequestContext) async throws -> PostHogSettings {
        let key = context.parameters.get("token") ?? ""
        _ = try await intake.project(of: key, context)
        return PostHogSettings(key: key)
    }
}
