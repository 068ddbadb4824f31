import HTTPTypes
import IAFACore
import NIOCore
import Testing

/// How bodies may come: their type, compression, size, and what is no JSON.
@Suite struct BodyTests {
    private static let event = #"{"event_type": "a", "user_id": "u"}"#

    /// Runs a body with a server that has a project.
    private func withProject(
        _ body: @escaping @Sendable (TestServer, Account, TestProject) async throws -> Void
    ) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            try await body(server, ada, try await server.project(of: ada))
        }
    }

    @Test func whatIsNoJSONIsMalformed() async throws {
        let deep = String(repeating: "[", count: 10_000)
        let texts: [[UInt8]] =
            [
                "", " ", "event_type=a", "{", #"{"event_type": "a", "#, Self.event + " x", "{'event_type': 'a'}", "nul",
                #"{"event_type": "a", "user_id": "u",}"#, deep, #"{"a":"# + deep, "\u{FEFF}" + Self.event, "01",
                #"{"event_type": "a", "user_id": "u", "properties": {"n": 1e}}"#, "NaN", #""\x""#, #""\ud8""#,
            ].map { Array($0.utf8) } + [
                Array(#"{"event_type": "a"#.utf8) + [0] + Array(#"", "user_id": "u"}"#.utf8),
                [0xFF, 0xFE, 0x7B, 0, 0x7D, 0],
                Array(#"{"event_type": "caf"#.utf8) + [0xE9] + Array(#"", "user_id": "u"}"#.utf8), [0],
            ]
        try await withProject { server, ada, project in
            for bytes in texts {
                for (path, caller) in [
                    ("/api/v1/track", project.app), ("/api/v1/track/batch", project.app),
                    ("/api/v1/funnels", ada.caller),
                    ("/api/v1/auth/login", .nobody),
                ] {
                    let reply = try await server.send(.post, path, ByteBuffer(bytes: bytes), as: caller)
                    let text = String(decoding: bytes.prefix(50), as: UTF8.self)
                    #expect(reply.status == 400 && reply.errorCode == "malformed_json", "\(path) \(text)")
                }
            }
        }
    }

    @Test func aBodyThatIsMissingIsMalformed() async throws {
        try await withProject { server, ada, project in
            for (method, path, caller) in [
                (HTTPRequest.Method.post, "/api/v1/track", project.app), (.post, "/api/v1/track/batch", project.app),
                (.post, "/api/v1/auth/register", .nobody), (.post, "/api/v1/auth/logout", .nobody),
                (.post, "/api/v1/projects", ada.caller), (.patch, "/api/v1/projects/\(project.id)", ada.caller),
                (.post, "/api/v1/projects/\(project.id)/api-keys", ada.caller), (.post, "/api/v1/funnels", ada.caller),
                (.post, "/api/v1/analytics/funnel", ada.caller),
            ] {
                let reply = try await server.send(method, path, as: caller).expect(400)
                #expect(reply.errorCode == "malformed_json", "\(path)")
            }
        }
    }

    @Test(arguments: ["/api/v1/track", "/api/v1/track/batch", "/api/v1/auth/login"])
    func aBodyOfFiveMegabytesIsRefused(_ path: String) async throws {
        try await withProject { server, _, project in
            let body = #"{"events": [""# + String(repeating: "x", count: 5_000_000) + #""]}"#
            let reply = try await server.send(.post, path, body, as: project.app).expect(413)
            #expect(reply.errorCode == "payload_too_large")
            // The server is fine.
            try await server.send(.post, "/api/v1/track", Self.event, as: project.app).expect(200)
        }
    }

    @Test(arguments: [
        ("application/json", 200), ("application/json; charset=utf-8", 200), ("APPLICATION/JSON ; charset=utf-8", 200),
        ("application/vnd.iafa+json", 200), ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415), ("json", 415), ("text/html, application/json", 415),
        ("application/jsonp", 415), (";", 415),
    ])
    func aBodyIsJSONByItsType(_ type: String, _ status: Int) async throws {
        try await withProject { server, _, project in
            let headers: HTTPFields = [.contentType: type]
            for (path, body) in [("/api/v1/track", Self.event), ("/api/v1/track/batch", #"{"events": []}"#)] {
                let reply = try await server.send(.post, path, body, as: project.app, headers: headers)
                try reply.expect(status)
                if status == 415 { #expect(reply.errorCode == "unsupported_media_type") }
            }
            let login = try await server.send(.post, "/api/v1/auth/login", "{}", headers: headers)
            try login.expect(status == 200 ? 422 : 415)
        }
    }

    @Test func anEventMayBeTextByItsType() async throws {
        try await withProject { server, ada, project in
            let headers: HTTPFields = [.contentType: "text/plain; charset=utf-8"]
            try await server.send(.post, "/api/v1/track", Self.event, as: project.app, headers: headers).expect(200)
            for (path, caller) in [("/api/v1/auth/login", Caller.nobody), ("/api/v1/funnels", ada.caller)] {
                let reply = try await server.send(.post, path, "{}", as: caller, headers: headers).expect(415)
                #expect(reply.errorCode == "unsupported_media_type")
            }
        }
    }

    @Test func aCompressedBodyCountsAsWhatItHolds() async throws {
        try await withProject { server, ada, project in
            for encoding in ["gzip", "x-gzip", "GZIP"] {
                let headers: HTTPFields = [.contentEncoding: encoding]
                let one = GzipFixture.stored(Self.event)
                let path = "/api/v1/track"
                try await server.send(.post, path, one, as: project.app, headers: headers).expect(200)
                let events = GzipFixture.stored(#"{"events": [\#(Self.event)]}"#)
                try await server.send(.post, "\(path)/batch", events, as: project.app, headers: headers).expect(200)
                // Several members are one file.
                var members = GzipFixture.stored(#"{"event_type": "a","#)
                members.writeImmutableBuffer(GzipFixture.stored(#" "user_id": "v"}"#))
                try await server.send(.post, path, members, as: project.app, headers: headers).expect(200)
            }
            let funnel = #"{"project_id": "\#(project.id)", "stages": \#(TestServer.stages(["a", "b"]))}"#
            let reply = try await server.send(
                .post,
                "/api/v1/analytics/funnel",
                GzipFixture.stored(funnel),
                as: ada.caller,
                headers: [.contentEncoding: "gzip"]
            )
            #expect(try reply.expect(200)["stages"]?.elements?.first?["users"]?.integer == 2)
        }
    }

    @Test func whatIsNoGzipIsMalformed() async throws {
        let whole = GzipFixture.stored(Self.event)
        var wrongSum = whole
        wrongSum.setInteger(UInt8(0), at: whole.writerIndex - 8)
        var trailing = whole
        trailing.writeString("trailing")
        let files = [
            whole.getSlice(at: 0, length: whole.readableBytes - 1), whole.getSlice(at: 0, length: 20),
            whole.getSlice(at: 0, length: 5), ByteBuffer(string: Self.event), wrongSum, trailing, ByteBuffer(),
        ].compactMap(\.self)
        try await withProject { server, _, project in
            for file in files {
                let headers: HTTPFields = [.contentEncoding: "gzip"]
                let reply = try await server.send(.post, "/api/v1/track", file, as: project.app, headers: headers)
                try reply.expect(400)
                #expect(reply.errorCode == "malformed_gzip")
            }
            let empty = GzipFixture.stored("")
            let headers: HTTPFields = [.contentEncoding: "gzip"]
            let reply = try await server.send(.post, "/api/v1/track", empty, as: project.app, headers: headers)
            #expect(try reply.expect(400).errorCode == "malformed_json")
            for encoding in ["br", "deflate", "gzip, gzip", "zstd"] {
                let headers: HTTPFields = [.contentEncoding: encoding]
                let reply = try await server.send(.post, "/api/v1/track", whole, as: project.app, headers: headers)
                #expect(try reply.expect(415).errorCode == "unsupported_encoding")
            }
        }
    }

    @Test func aGzipBombIsRefused() async throws {
        let bomb = GzipFixture.bomb(length: 100_000_000)
        #expect(bomb.readableBytes < 700_000)
        let small = GzipFixture.bomb(length: 2_000_000)
        try await withProject { server, _, project in
            let headers: HTTPFields = [.contentEncoding: "gzip"]
            for (path, body) in [
                ("/api/v1/track/batch", bomb), ("/api/v1/track", small), ("/api/v1/auth/login", small),
            ] {
                let reply = try await server.send(.post, path, body, as: project.app, headers: headers).expect(413)
                #expect(reply.errorCode == "payload_too_large")
            }
        }
    }
}
