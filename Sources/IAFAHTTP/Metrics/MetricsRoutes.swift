internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import NIOCore

/// `/metrics`: for Prometheus, and whatever reads its text.
struct MetricsRoutes {
    let meters: RequestMeters
    let access: MetricsAccess

    /// What the rest of the server tells of itself.
    let gather: @Sendable () async -> [MetricFamily]

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("metrics") { request, context in
            try access.check(request, context)
            let text = MetricText.text(of: meters.families + (await gather()))
            return Response(
                status: .ok,
                headers: [.contentType: MetricText.contentType, .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: text))
            )
        }
    }
}
