internal import Hummingbird

/// Counts and times every request that reached the router.
struct MeterMiddleware: RouterMiddleware {
    typealias Context = IAFARequestContext

    let meters: RequestMeters

    func handle(
        _ request: Request,
        context: IAFARequestContext,
        next: (Request, IAFARequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        // Before the answer is made: a path that matches nothing gets a name afterwards.
        let path = context.endpointPath
        let response = try await next(request, context)
        meters.note(request.method, path, response.status, ContinuousClock.now - start)
        return response
    }
}
