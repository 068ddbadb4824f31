import HTTPTypes
import IAFACore
import Testing

/// A person with an organization.
struct Account: Sendable {
    let email: String
    let userID: String
    let organizationID: String
    let token: String
    let refreshToken: String

    var caller: Caller { .token(token) }

    init(_ reply: Reply) throws {
        email = try #require(reply["user"]?["email"]?.text)
        userID = try #require(reply["user"]?["id"]?.text)
        organizationID = try #require(reply["organization"]?["id"]?.text)
        token = try reply.text("access_token")
        refreshToken = try reply.text("refresh_token")
    }
}

/// A project with the key that it was made with.
struct TestProject: Sendable {
    let id: String
    let key: String

    /// An app that sends events.
    var app: Caller { .key(key) }
}

extension TestServer {
    static let password = "correct horse"

    func register(_ email: String = "ada@example.com", password: String = password) async throws -> Account {
        let body = #"{"email": "\#(email)", "password": "\#(password)"}"#
        return try Account(try await send(.post, "/api/v1/auth/register", body).expect(201))
    }

    func login(_ email: String, password: String = password) async throws -> Reply {
        try await send(.post, "/api/v1/auth/login", #"{"email": "\#(email)", "password": "\#(password)"}"#)
    }

    func refresh(_ token: String) async throws -> Reply {
        try await send(.post, "/api/v1/auth/refresh", #"{"refresh_token": "\#(token)"}"#)
    }

    /// `fields`: More of the project, each preceded by a comma.
    func project(of account: Account, _ fields: String = "") async throws -> TestProject {
        let reply = try await send(.post, "/api/v1/projects", #"{"name": "shop"\#(fields)}"#, as: account.caller)
        try reply.expect(201)
        return TestProject(id: try reply.text("id"), key: try reply.text("api_key"))
    }

    /// Makes a key and gives its id and secret.
    func key(
        of project: TestProject,
        _ account: Account,
        scopes: String
    ) async throws -> (id: String, secret: String) {
        let body = #"{"name": "k", "scopes": \#(scopes)}"#
        let path = "/api/v1/projects/\(project.id)/api-keys"
        let reply = try await send(.post, path, body, as: account.caller).expect(201)
        return (try reply.text("id"), try reply.text("api_key"))
    }

    func readKey(of project: TestProject, _ account: Account) async throws -> Caller {
        .key(try await key(of: project, account, scopes: #"["read"]"#).secret)
    }

    static func stages(_ types: [String]) -> String {
        "[" + types.map { #"{"event_type": "\#($0)"}"# }.joined(separator: ", ") + "]"
    }

    /// Saves a funnel and gives its id.
    func funnel(of project: TestProject, _ account: Account, _ types: String...) async throws -> String {
        let body = #"{"project_id": "\#(project.id)", "name": "f", "stages": \#(Self.stages(types))}"#
        return try await send(.post, "/api/v1/funnels", body, as: account.caller).expect(201).text("id")
    }

    /// The users of each stage of a funnel that isn't saved.
    ///
    /// `fields`: More of the question, each preceded by a comma.
    func users(
        of project: TestProject,
        _ account: Account,
        _ types: [String],
        _ fields: String = ""
    ) async throws -> [Int] {
        let body = #"{"project_id": "\#(project.id)", "stages": \#(Self.stages(types))\#(fields)}"#
        let reply = try await send(.post, "/api/v1/analytics/funnel", body, as: account.caller).expect(200)
        return try #require(reply["stages"]?.elements).compactMap { $0["users"]?.integer }
    }

    /// Sends an event; `fields`: More of it, each preceded by a comma.
    @discardableResult
    func track(_ project: TestProject, _ type: String, _ user: String, _ fields: String = "") async throws -> Reply {
        let body = #"{"event_type": "\#(type)", "user_id": "\#(user)"\#(fields)}"#
        return try await send(.post, "/api/v1/track", body, as: project.app)
    }
}
