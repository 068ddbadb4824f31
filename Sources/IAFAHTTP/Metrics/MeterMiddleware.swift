internal import Hummingbird

/// Counts and times every request that reached the router.
struct MeterMiddleware: RouterMiddleware {
    typealias Context = IAFARequestContext

    let meters: RequestMeters
    let routes: RouteTable

    func handle(
        _ request: Request,
        context: IAFARequestContext,
        next: (Request, IAFARequestContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        // Before the answer is made: a path that matches nothing gets a name afterwards.
        let path =
            context.endpointPath ?? (CORSPolicy.isPreflight(request) ? routes.route(of: request.uri.path) : nil)
        let response = try await next(request, context)
        meters.note(request.method, path, response.status, ContinuousClock.now - start)
        return response
    }
}
