import HTTPTypes
import IAFACore
import Testing

@testable import IAFAHTTP

@Suite struct OpenAPITests {
    private static let methods: Set<String> = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

    private func document() throws -> JSONValue { try JSONValue.parse(OpenAPIDocument.json) }

    /// The operations of the document, each as `METHOD /path/{}`.
    private func operations() throws -> [(route: String, operation: JSONValue)] {
        guard case .object(let paths) = try #require(try document()["paths"]) else { return [] }
        return paths.flatMap { path -> [(String, JSONValue)] in
            guard case .object(let members) = path.value else { return [] }
            return members.filter { Self.methods.contains($0.name) }.map {
                ("\($0.name.uppercased()) \(Self.nameless(path.name))", $0.value)
            }
        }
    }

    /// A path whose parameters have no names.
    private static func nameless(_ path: String) -> String { path.replacing(/\{[^}]*\}/, with: "{}") }

    @Test func theDocumentIsServed() async throws {
        try await TestServer.run { server in
            let reply = try await server.send(.get, "/api/v1/openapi.json").expect(200)
            #expect(reply.header("Content-Type") == "application/json; charset=utf-8")
            let document = try document()
            #expect(reply.json == document)
            #expect(reply["openapi"]?.text?.hasPrefix("3.1.") == true)
        }
    }

    @Test func theDocumentHasTheRoutesOfTheServerAndNoOther() async throws {
        let routes = try await RouteList.current().map(Self.nameless)
        let operations = try operations().map(\.route).sorted()
        #expect(operations == routes.sorted())
    }

    @Test func everyOperationIsDescribed() throws {
        var ids: [String] = []
        for (route, operation) in try operations() {
            ids.append(operation["operationId"]?.text ?? "")
            #expect(operation["summary"]?.text?.isEmpty == false, "\(route)")
            #expect(operation["security"] != nil, "\(route) says who may ask")
            let responses = try #require(operation["responses"])
            #expect(responses.names.contains { $0.hasPrefix("2") }, "\(route)")
            #expect(responses.names.contains("default"), "\(route) has errors")
            let isProtected = operation["security"]?.elements?.isEmpty == false
            if isProtected { #expect(responses.names.contains("401"), "\(route)") }
            if operation["requestBody"] != nil {
                // Other products' clients get what they know: any type will do, and what is wrong is a 400.
                let isCompatible = operation["tags"] == .array([.string("Compatible")])
                let statuses = isCompatible ? ["400", "413"] : ["400", "413", "415", "422"]
                for status in statuses { #expect(responses.names.contains(status), "\(route)") }
            }
            if route.contains("{}") { #expect(responses.names.contains("404"), "\(route)") }
        }
        #expect(Set(ids).count == ids.count && !ids.contains(""))
    }

    @Test func everyReferenceLeadsSomewhere() throws {
        let document = try document()
        var references: Set<String> = []
        Self.collect(document, into: &references)
        #expect(references.count > 20)
        for reference in references {
            let steps = reference.split(separator: "/").dropFirst()
            let target = steps.reduce(Optional(document)) { $0?[String($1)] }
            #expect(reference.hasPrefix("#/") && target != nil, "\(reference)")
        }
    }

    private static func collect(_ value: JSONValue, into references: inout Set<String>) {
        switch value {
        case .object(let members):
            for member in members {
                if member.name == "$ref", let text = member.value.text { references.insert(text) }
                collect(member.value, into: &references)
            }
        case .array(let elements): for element in elements { collect(element, into: &references) }
        default: break
        }
    }
}
