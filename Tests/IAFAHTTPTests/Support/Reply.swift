import HTTPTypes
import IAFACore
import Testing

/// An answer of the server.
struct Reply: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: String

    /// The body as JSON; null where it isn't any.
    var json: JSONValue { (try? JSONValue.parse(body)) ?? .null }

    var errorCode: String? { json["error"]?["code"]?.text }

    /// The error without what is different each time.
    var error: [String?] {
        ["code", "message"].map { json["error"]?[$0]?.text } + [json["error"]?["details"]?.serialized()]
    }

    /// Each detail of an error as `field code`.
    var details: [String] {
        (json["error"]?["details"]?.elements ?? []).map { "\($0["field"]?.text ?? "?") \($0["code"]?.text ?? "?")" }
    }

    subscript(name: String) -> JSONValue? { json[name] }

    func text(_ name: String) throws -> String { try #require(json[name]?.text) }

    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }

    /// The answer, where its status is the one expected.
    @discardableResult
    func expect(_ status: Int, at location: SourceLocation = #_sourceLocation) throws -> Reply {
        try #require(self.status == status, "\(self.status): \(body.prefix(500))", sourceLocation: location)
        return self
    }

    /// Checks what holds of every answer: a request id, and the one shape of errors.
    func checkShape(hasBody: Bool, at location: SourceLocation) {
        let id = header("X-Request-Id")
        #expect(id?.isEmpty == false, "an answer without a request id", sourceLocation: location)
        guard status >= 400, hasBody else { return }
        let error = json["error"]
        #expect(json.names == ["error"], "\(body.prefix(500))", sourceLocation: location)
        #expect(error?.names == ["code", "details", "message", "request_id"], sourceLocation: location)
        #expect(error?["request_id"]?.text == id, sourceLocation: location)
        #expect(error?["code"]?.text?.isEmpty == false, sourceLocation: location)
        #expect(error?["message"]?.text?.isEmpty == false, sourceLocation: location)
        for detail in error?["details"]?.elements ?? [.null] {
            #expect(detail.names == ["code", "field", "message"], sourceLocation: location)
        }
        #expect(header("Content-Type") == "application/json; charset=utf-8", sourceLocation: location)
        let isLater = status == 503 || status == 429
        #expect(isLater == (header("Retry-After") != nil), sourceLocation: location)
        #expect((status == 401) == (header("WWW-Authenticate") != nil), sourceLocation: location)
    }
}
