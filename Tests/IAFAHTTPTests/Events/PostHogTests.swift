import Foundation
import HTTPTypes
import IAFACore
import IAFAHTTP
import NIOCore
import Testing

@Suite struct PostHogTests {
    static let paths = ["/e", "/i/v0/e", "/capture", "/track", "/batch", "/engage"]
    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
    private static let text: HTTPFields = [.contentType: "text/plain"]
    private static let json: HTTPFields = [.contentType: "application/json"]
    private static let gzip: HTTPFields = [.contentEncoding: "gzip"]

    private func withProject(
        settings: IAFAServer.Settings = IAFAServer.Settings(),
        _ body: @escaping @Sendable (TestServer, Account, TestProject) async throws -> Void
    ) async throws {
        try await TestServer.run(settings: settings) { server in
            let ada = try await server.register()
            try await body(server, ada, try await server.project(of: ada))
        }
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    @Test(arguments: paths)
    func anEventIsTakenHoweverItIsWrapped(_ path: String) async throws {
        try await withProject { server, ada, project in
            let event = #"{"event": "a", "properties": {"distinct_id": "~~~???", "token": "\#(project.key)"}}"#
            let nameless = #"{"event": "a", "distinct_id": "u"}"#
            let data = Self.base64(event)
            for (target, body, headers) in [
                (path, ByteBuffer(string: event), HTTPFields()), ("\(path)/", ByteBuffer(string: event), Self.text),
                ("\(path)/?ip=0&_=1777629600000&ver=1.2", ByteBuffer(string: "[\(event), \(event)]"), Self.form),
                ("\(path)?compression=gzip-js", GzipFixture.stored(event), Self.text),
                (path, GzipFixture.stored(event), Self.json),
                (path, GzipFixture.stored(event), Self.gzip),
                // Says that it is gzip, and isn't.
                (path, ByteBuffer(string: event), Self.gzip),
                ("\(path)?compression=base64", ByteBuffer(string: data), Self.text),
                ("\(path)/?compression=base64", ByteBuffer(string: "data=\(Self.encoded(data))"), Self.form),
                (path, ByteBuffer(string: "data=\(data)"), Self.form),
                (path, ByteBuffer(string: "data=\(data)"), Self.text),
                (path, ByteBuffer(string: "ver=1&data=\(Self.encoded(event))&compression="), Self.form),
                ("\(path)?api_key=\(project.key)", ByteBuffer(string: nameless), Self.text),
                ("\(path)?token=\(project.key)", ByteBuffer(string: "[\(nameless)]"), Self.text),
                (path, ByteBuffer(string: "api_key=\(project.key)&data=\(Self.encoded(nameless))"), Self.form),
                (path, ByteBuffer(string: #"{"api_key": "\#(project.key)", "batch": [\#(nameless)]}"#), [:]),
            ] as [(String, ByteBuffer, HTTPFields)] {
                let reply = try await server.send(.post, target, body, headers: headers).expect(200)
                #expect(reply.body == #"{"status":1}"#)
            }
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [2, 0])
            for data in [Self.encoded(data), data, Self.encoded(event)] {
                let reply = try await server.send(.get, "\(path)/?data=\(data)").expect(200)
                #expect(reply.body == #"{"status":1}"#)
            }
            try await server.send(.options, path).expect(204)
            // Changes nothing, but is answered.
            try await server.send(.head, "\(path)?data=x").expect(200)
        }
    }

    @Test func anEventIsStoredOnceHoweverOftenItIsSent() async throws {
        try await withProject { server, ada, project in
            for user in ["u", "v"] {
                for id in [#""uuid": "1""#, #""properties": {"$insert_id": "2"}"#] {
                    let body = #"{"event": "a", "distinct_id": "\#(user)", "api_key": "\#(project.key)", \#(id)}"#
                    try await server.send(.post, "/capture/", body).expect(200)
                }
            }
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [1, 0])
        }
    }

    @Test func whatClientsCanNotMendIsNoReasonToSendAgain() async throws {
        try await withProject { server, ada, project in
            let key = #""api_key": "\#(project.key)""#
            let reader = try await server.key(of: project, ada, scopes: #"["read"]"#).secret
            let large = String(repeating: "x", count: 33_000)
            for (path, body, status, code) in [
                ("/e/", #"{"event": "a", "distinct_id": "d"}"#, 401, "unauthorized"),
                ("/e/?token=nobody", #"{"event": "a", "distinct_id": "d"}"#, 401, "unauthorized"),
                ("/e/?token=\(reader)", #"{"event": "a", "distinct_id": "d"}"#, 403, "forbidden"),
                ("/e/", "{\(key)}", 400, "validation_failed"),
                ("/batch/", #"{\#(key), "batch": [1]}"#, 400, "validation_failed"),
                ("/batch/", #"{\#(key), "batch": 1}"#, 400, "validation_failed"), ("/e/", "{", 400, "malformed_json"),
                ("/e/", "", 400, "malformed_json"), ("/e/", "data=", 400, "malformed_json"),
                ("/e/", "data=!!", 400, "malformed_json"), ("/e/?data=", "", 400, "malformed_json"),
                ("/e/?compression=lz64", "x", 415, "unsupported_encoding"),
                ("/e/", #"{\#(key), "event": "a", "distinct_id": "\#(large)"}"#, 413, "event_too_large"),
                ("/flags/?v=2", "{}", 401, "unauthorized"), ("/decide/", "nothing", 400, "malformed_json"),
            ] {
                let reply = try await server.send(.post, path, body)
                #expect(reply.status == status && reply.errorCode == code, "\(path) \(body.prefix(60)): \(reply.body)")
            }
            let broken = try await server.send(.post, "/e/", ByteBuffer(bytes: [0x1F, 0x8B, 1, 2]))
            #expect(broken.status == 400 && broken.errorCode == "malformed_gzip")
            let bomb = try await server.send(.post, "/e/", GzipFixture.bomb(length: 50_000_000))
            #expect(bomb.status == 413)
            let mixed = #"{\#(key), "batch": [1, {"event": "a", "distinct_id": "d"}, {"event": "b"}]}"#
            try await server.send(.post, "/batch/", mixed).expect(200)
            #expect(try await server.users(of: project, ada, ["a", "b"]) == [1, 0])
        }
    }

    @Test func aClientStartsWithEverythingSwitchedOffThatIsNotHere() async throws {
        try await withProject { server, _, project in
            let config = try await server.send(.get, "/array/\(project.key)/config").expect(200)
            #expect(config["token"]?.text == project.key)
            for name in ["hasFeatureFlags", "sessionRecording", "surveys", "heatmaps", "capturePerformance"] {
                #expect(config[name] == .bool(false), "\(name)")
            }
            #expect(config["supportedCompression"] == .array([.string("gzip"), .string("gzip-js")]))
            let script = try await server.send(.get, "/array/\(project.key)/config.js").expect(200)
            #expect(script.header("Content-Type") == "application/javascript; charset=utf-8")
            #expect(script.body.contains("_POSTHOG_REMOTE_CONFIG[\"\(project.key)\"]"))
            for path in ["/array/nobody/config", "/array/nobody/config.js"] {
                try await server.send(.get, path).expect(401)
            }
            let body = #"{"token": "\#(project.key)", "distinct_id": "d"}"#
            for (path, sent) in [
                ("/flags/?v=2&config=true", body), ("/flags/?v=4", body), ("/decide/?v=3", body),
                ("/decide/?v=3", "data=\(Self.base64(body))"),
            ] {
                let reply = try await server.send(.post, path, sent, headers: Self.form).expect(200)
                for name in ["flags", "featureFlags", "featureFlagPayloads"] { #expect(reply[name] == .object([])) }
                #expect(reply["errorsWhileComputingFlags"] == .bool(false))
                #expect(reply["sessionRecording"] == .bool(false))
            }
        }
    }
}
