internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import Logging

/// Gives every error its answer, every answer its request id.
struct ErrorMiddleware: RouterMiddleware {
    typealias Context = IAFARequestContext

    let routes: RouteTable

    /// Requests that were told to come again: as long as a disk refuses, that is all of them.
    private let outage = RareNotice()

    init(routes: RouteTable) { self.routes = routes }

    func handle(
        _ request: Request,
        context: IAFARequestContext,
        next: (Request, IAFARequestContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch {
            response = await answer(to: error, request, context)
        }
        Self.mark(&response.headers, id: context.id)
        return response
    }

    /// Puts into an answer what each has.
    ///
    /// `id`: Of the request.
    static func mark(_ headers: inout HTTPFields, id: String) {
        headers[.requestID] = id
        headers[.contentTypeOptions] = "nosniff"
    }

    private func answer(to error: any Error, _ request: Request, _ context: IAFARequestContext) async -> Response {
        var allowed = Self.isUnknownRoute(error) ? routes.methods(of: request.uri.path) : []
        // A route with a parameter may refuse what stands in its place.
        if allowed.contains(request.method.rawValue) { allowed = [] }
        let mapped = allowed.isEmpty ? ErrorMapping.answer(to: error) : .wrongMethod(allowed)
        // What is refused for its number, or says that the server isn't ready, is told of elsewhere.
        let isToldElsewhere = error is Overload || mapped?.code == HealthRoutes.notReadyCode
        if mapped == nil || mapped?.status.kind == .serverError, !isToldElsewhere {
            await log(error, request, context, isOutage: mapped?.status == .serviceUnavailable)
        }
        let known =
            mapped
            ?? APIError(
                .internalServerError,
                "internal_error",
                "internal error; the server's log knows request \(context.id)"
            )
        let body = ErrorBody(
            error: ErrorBody.Content(
                code: known.code,
                message: known.message,
                details: known.details,
                requestId: context.id
            )
        )
        // Of texts alone, which JSON can always say.
        var response = (try? JSONAnswer.response(body, status: known.status)) ?? Response(status: known.status)
        if let seconds = known.retryAfter { response.headers[.retryAfter] = String(seconds) }
        if known.status == .unauthorized { response.headers[.wwwAuthenticate] = known.challenge }
        if !allowed.isEmpty { response.headers[.allow] = allowed.joined(separator: ", ") }
        return response
    }

    private func log(
        _ error: any Error,
        _ request: Request,
        _ context: IAFARequestContext,
        isOutage: Bool
    ) async {
        var metadata: Logger.Metadata = [
            // As it was declared: some paths hold a key.
            "method": "\(request.method)", "path": "\(context.endpointPath ?? "")", "error": "\(error)",
        ]
        if isOutage {
            guard let count = outage.note() else { return }
            metadata["failed"] = "\(count)"
        }
        // That nobody is there to see the answer is no fault of ours.
        let hasGone = await context.clientHasGone()
        context.logger.log(
            level: hasGone ? .debug : .error,
            hasGone ? "a client went before it was answered" : "a request failed",
            metadata: metadata
        )
    }

    private static func isUnknownRoute(_ error: any Error) -> Bool { (error as? HTTPError)?.status == .notFound }

    /// The one shape of an error.
    private struct ErrorBody: Encodable {
        let error: Content

        struct Content: Encodable {
            let code: String
            let message: String
            let details: [ValidationIssue]
            let requestId: String
        }
    }
}

extension HTTPField.Name {
    /// The name of a header; traps on one that can't be, which a literal never is.
    private static func known(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("'\(name)' is no name of a header") }
        return name
    }

    static let requestID = known("X-Request-Id")
    static let apiKey = known("X-API-Key")
    static let forwardedFor = known("X-Forwarded-For")
    static let rateLimit = known("X-RateLimit-Limit")
    static let rateLimitRemaining = known("X-RateLimit-Remaining")
    static let rateLimitReset = known("X-RateLimit-Reset")
    static let contentTypeOptions = known("X-Content-Type-Options")
    static let frameOptions = known("X-Frame-Options")
    static let referrerPolicy = known("Referrer-Policy")
}
