internal import HTTPTypes
internal import Hummingbird
internal import IAFACore

/// Tells in every answer that a rate limit had a part in how much of it is left.
struct RateLimitHeaders: RouterMiddleware {
    typealias Context = IAFARequestContext

    func handle(
        _ request: Request,
        context: IAFARequestContext,
        next: (Request, IAFARequestContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        if let verdict = context.rates.verdict {
            response.headers[.rateLimit] = String(verdict.limit)
            response.headers[.rateLimitRemaining] = String(verdict.remaining)
            response.headers[.rateLimitReset] = String(verdict.resetSeconds)
        }
        return response
    }
}
