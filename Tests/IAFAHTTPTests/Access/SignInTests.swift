import HTTPTypes
import IAFACore
import Testing

@Suite struct SignInTests {
    @Test func registeringMakesAnAccountAndAnOrganization() async throws {
        try await TestServer.run { server in
            let body = """
                {"email": "Ada@Example.com", "password": "correct horse", "name": "Ada", "organization_name": "Engines"}
                """
            let reply = try await server.send(.post, "/api/v1/auth/register", body).expect(201)
            #expect(
                reply.json.names == [
                    "access_token", "expires_in", "organization", "refresh_token", "token_type", "user",
                ]
            )
            #expect(reply["token_type"]?.text == "Bearer")
            #expect(reply["expires_in"]?.integer == 900)
            #expect(reply["user"]?["email"]?.text == "Ada@Example.com")
            #expect(reply["user"]?["name"]?.text == "Ada")
            #expect(reply["organization"]?["name"]?.text == "Engines")
            #expect(reply["organization"]?["role"]?.text == "owner")
            #expect(!reply.body.contains("correct horse") && !reply.body.contains("$2b$"))
            let account = try Account(reply)
            let me = try await server.send(.get, "/api/v1/auth/me", as: account.caller).expect(200)
            #expect(me["user"] == reply["user"])
            #expect(me["organization"] == reply["organization"])
            #expect(me["organizations"]?.elements?.count == 1)
        }
    }

    @Test func anEmailHasOneAccountWhateverItsCase() async throws {
        try await TestServer.run { server in
            _ = try await server.register("ada@example.com")
            for email in ["ada@example.com", "ADA@EXAMPLE.COM", "Ada@example.com"] {
                let body = #"{"email": "\#(email)", "password": "another one"}"#
                let reply = try await server.send(.post, "/api/v1/auth/register", body).expect(409)
                #expect(reply.errorCode == "email_taken")
            }
            try await server.login("aDa@eXample.com").expect(200)
        }
    }

    @Test func ofTwoWhoRegisterAtOnceOneGetsTheEmail() async throws {
        try await TestServer.run { server in
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<6 {
                    group.addTask {
                        let body = #"{"email": "ada@example.com", "password": "correct horse"}"#
                        return try await server.send(.post, "/api/v1/auth/register", body).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.sorted() == [201, 409, 409, 409, 409, 409])
        }
    }

    @Test func aWrongPasswordAndAnUnknownEmailGetTheSameAnswer() async throws {
        try await TestServer.run { server in
            _ = try await server.register("ada@example.com")
            let wrong = try await server.login("ada@example.com", password: "wrong horse").expect(401)
            let unknown = try await server.login("eve@example.com").expect(401)
            let noEmail = try await server.login("nobody").expect(401)
            #expect(wrong.error == unknown.error && wrong.error == noEmail.error)
            #expect(wrong.errorCode == "unauthorized")
        }
    }

    @Test(arguments: [
        "        ", "tab\\tand\\nbreak", "pass\\u0001word", "пароль", "🐎🐎", String(repeating: "x", count: 72),
    ])
    func whatCanBeRegisteredCanSignIn(_ password: String) async throws {
        try await TestServer.run { server in
            _ = try await server.register("ada@example.com", password: password)
            try await server.login("ada@example.com", password: password).expect(200)
            // Nothing that bcrypt would cut off counts as the same password.
            try await server.login("ada@example.com", password: password + "\\u0000").expect(401)
            try await server.login("ada@example.com", password: password + "x").expect(401)
        }
    }

    @Test(arguments: [
        (#"{"password": "correct horse"}"#, "email required"),
        (#"{"email": "ada", "password": "correct horse"}"#, "email invalid_email"),
        (#"{"email": "a@b", "password": "correct horse"}"#, "email invalid_email"),
        (#"{"email": "a b@example.com", "password": "correct horse"}"#, "email invalid_email"),
        (#"{"email": 5, "password": "correct horse"}"#, "email invalid_type"),
        (#"{"email": "a@example.com"}"#, "password required"),
        (#"{"email": "a@example.com", "password": null}"#, "password required"),
        (#"{"email": "a@example.com", "password": 12345678}"#, "password invalid_type"),
        (#"{"email": "a@example.com", "password": "1234567"}"#, "password too_short"),
        (#"{"email": "a@example.com", "password": "1234567\u0000"}"#, "password invalid_characters"),
        (#"{"email": "a@example.com", "password": "\#(String(repeating: "x", count: 73))"}"#, "password too_long"),
        (#"{"email": "a@example.com", "password": "correct horse", "name": ""}"#, "name empty"),
        (#"{"email": "a@example.com", "password": "correct horse", "role": "owner"}"#, "role unknown_field"),
        ("[]", " invalid_type"),
        ("null", " invalid_type"),
    ])
    func aBadRegistrationIsRefused(_ body: String, _ detail: String) async throws {
        try await TestServer.run { server in
            let reply = try await server.send(.post, "/api/v1/auth/register", body).expect(422)
            #expect(reply.errorCode == "validation_failed")
            #expect(reply.details == [detail])
        }
    }

    @Test func everythingThatIsWrongIsTold() async throws {
        try await TestServer.run { server in
            let reply = try await server.send(.post, "/api/v1/auth/register", #"{"email": "a", "x": 1}"#).expect(422)
            #expect(reply.details == ["email too_short", "password required", "x unknown_field"])
        }
    }

    /// Two passwords that differ in a broken character alone would otherwise be one.
    @Test func aPasswordWithHalfACharacterIsRefused() async throws {
        try await TestServer.run { server in
            let body = #"{"email": "ada@example.com", "password": "correct horse \ud83d"}"#
            let reply = try await server.send(.post, "/api/v1/auth/register", body).expect(400)
            #expect(reply.errorCode == "malformed_json")
        }
    }
}
