import Foundation
import HTTPTypes
import IAFACore
import IAFATesting
import Testing

@testable import IAFAHTTP

@Suite struct TokenTests {
    private static func base64URL(_ text: String) -> String {
        Data(text.utf8).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }

    @Test func anAccessTokenLastsFifteenMinutes() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            server.clock.advance(by: .seconds(899))
            try await server.send(.get, "/api/v1/auth/me", as: ada.caller).expect(200)
            server.clock.advance(by: .seconds(1))
            try await server.send(.get, "/api/v1/auth/me", as: ada.caller).expect(401)
            let fresh = try Account(try await server.refresh(ada.refreshToken).expect(200))
            try await server.send(.get, "/api/v1/auth/me", as: fresh.caller).expect(200)
        }
    }

    @Test func aSignInLastsThirtyDaysAfterItsLastUse() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            server.clock.advance(by: .seconds(30 * 86_400 - 1))
            let second = try Account(try await server.refresh(ada.refreshToken).expect(200))
            server.clock.advance(by: .seconds(30 * 86_400 - 1))
            let third = try Account(try await server.refresh(second.refreshToken).expect(200))
            server.clock.advance(by: .seconds(30 * 86_400))
            try await server.refresh(third.refreshToken).expect(401)
            try await server.login(ada.email).expect(200)
        }
    }

    @Test func aRefreshTokenThatWasUsedEndsItsSignInAndNoOther() async throws {
        try await TestServer.run { server in
            let phone = try await server.register()
            let laptop = try Account(try await server.login(phone.email).expect(200))
            let next = try Account(try await server.refresh(phone.refreshToken).expect(200))
            #expect(next.refreshToken != phone.refreshToken)
            let reused = try await server.refresh(phone.refreshToken).expect(401)
            #expect(reused.errorCode == "unauthorized")
            try await server.refresh(next.refreshToken).expect(401)
            try await server.refresh(laptop.refreshToken).expect(200)
        }
    }

    @Test func aRefreshTokenThatIsUsedTwiceAtOnceIsGoodOnceAtMost() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<5 { group.addTask { try await server.refresh(ada.refreshToken) } }
                return try await group.reduce(into: [Reply]()) { $0.append($1) }
            }
            let good = replies.filter { $0.status == 200 }
            #expect(good.count == 1)
            #expect(replies.filter { $0.status == 401 }.count == 4)
            try await server.refresh(try good[0].text("refresh_token")).expect(401)
        }
    }

    @Test func signingOutEndsTheSignIn() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let body = #"{"refresh_token": "\#(ada.refreshToken)"}"#
            let reply = try await server.send(.post, "/api/v1/auth/logout", body).expect(204)
            #expect(reply.body.isEmpty)
            try await server.refresh(ada.refreshToken).expect(401)
            // Whether there was such a sign-in is nobody's business.
            try await server.send(.post, "/api/v1/auth/logout", body).expect(204)
        }
    }

    @Test(arguments: [
        "x", ".", "a.b", "../../etc.passwd", "0123456789abcdefghjk.x", "😀.😀", String(repeating: "x", count: 500),
    ])
    func whatIsNoRefreshTokenIsRefused(_ token: String) async throws {
        try await TestServer.run { server in
            try await server.refresh(token).expect(401)
            try await server.send(.post, "/api/v1/auth/logout", #"{"refresh_token": "\#(token)"}"#).expect(204)
        }
    }

    @Test func anAccessTokenIsNoRefreshToken() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            try await server.refresh(String(ada.token.prefix(400))).expect(401)
            try await server.send(.get, "/api/v1/auth/me", as: .token(ada.refreshToken)).expect(401)
        }
    }

    @Test func onlyTokensOfThisInstallationAreGood() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let parts = ada.token.split(separator: ".").map(String.init)
            let claims = parts[1]
            let id = try #require(Identifier<User>(ada.userID))
            let stranger = await AccessTokens(secret: [UInt8](repeating: 8, count: 32), clock: server.clock)
            let unknown = await AccessTokens(secret: TestServer.secret, clock: server.clock)
            let none = Self.base64URL(#"{"alg":"none","typ":"JWT"}"#)
            let kid = Self.base64URL(#"{"alg":"HS256","typ":"JWT","kid":"x"}"#)
            let tokens = [
                "\(none).\(claims).", "\(none).\(claims)", "\(none).\(claims).\(parts[2])",
                "\(Self.base64URL(#"{"alg":"NoNe"}"#)).\(claims).", "\(kid).\(claims).\(parts[2])",
                "\(parts[0]).\(claims).", "\(parts[0]).\(claims).\(String(parts[2].reversed()))",
                "\(parts[0]).\(Self.base64URL(#"{"sub":"\#(ada.userID)","exp":9999999999}"#)).\(parts[2])",
                try await stranger.issue(for: id), try await unknown.issue(for: .random()),
                ada.token + "x", String(ada.token.dropLast()), "", "..", "a.b.c", "\(parts[0]).\(claims)",
            ]
            for token in tokens {
                let reply = try await server.send(.get, "/api/v1/auth/me", as: .token(token))
                #expect(reply.status == 401, "\(token)")
            }
            try await server.send(.get, "/api/v1/auth/me", as: ada.caller).expect(200)
        }
    }

    @Test(arguments: ["", "Bearer", "Basic YTpi", "Bearer a b", "bearer"])
    func aHeaderThatHoldsNoTokenIsRefused(_ header: String) async throws {
        try await TestServer.run { server in
            try await server.send(.get, "/api/v1/auth/me", as: .authorization(header)).expect(401)
        }
    }

    @Test func theSchemeOfTheHeaderHasNoCase() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            try await server.send(.get, "/api/v1/auth/me", as: .authorization("bearer \(ada.token)")).expect(200)
        }
    }
}
