internal import Hummingbird
internal import NIOCore

/// `/api/v1/openapi.json`: the interface, for programs.
enum OpenAPIRoutes {
    static func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("api/v1/openapi.json") { _, _ in
            JSONAnswer.response(bytes: ByteBuffer(string: OpenAPIDocument.json))
        }
    }
}
