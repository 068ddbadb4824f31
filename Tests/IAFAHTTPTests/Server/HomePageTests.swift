import HTTPTypes
import IAFAHTTP
import Testing

@Suite struct HomePageTests {
    private static let nasty = "<script>alert('1')</script>\"&<\u{301}img src=x>"

    @Test func thePageShowsTheDemoAndEscapesEverything() async throws {
        let demo = HomePage.Demo(
            email: "demo@iafa.local\(Self.nasty)",
            password: "pass\(Self.nasty)",
            apiKey: "key\(Self.nasty)",
            projectID: "project\(Self.nasty)"
        )
        try await TestServer.run(edit: { $0.home = HomePage(demo: demo) }) { server in
            let page = try await server.send(.get, "/").expect(200)
            #expect(page.header("Content-Type") == "text/html; charset=utf-8")
            let escaped = "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;&amp;&lt;\u{301}img src=x&gt;"
            for shown in ["demo@iafa.local", "pass", "key", "project"] {
                #expect(page.body.contains("<code>\(shown)\(escaped)") || page.body.contains("\(shown)\(escaped)'"))
            }
            #expect(
                !page.body.unicodeScalars.split(separator: "<").contains { $0.starts(with: "script".unicodeScalars) }
            )
            // In the command that signs in, too.
            #expect(
                page.body.contains("demo@iafa.local\(escaped)&quot;")
                    || page.body.contains("demo@iafa.local\(escaped)\"")
            )
            try Self.checkIsPlain(page)
        }
    }

    @Test func withoutADemoThePageSaysHowToBegin() async throws {
        try await TestServer.run { server in
            let page = try await server.send(.get, "/").expect(200)
            #expect(page.body.contains("/api/v1/auth/register") && page.body.contains("YOUR_API_KEY"))
            #expect(!page.body.contains("demo"))
            #expect(page.body.contains("curl -sS http://localhost/api/v1/track"))
            try Self.checkIsPlain(page)
        }
    }

    @Test func thePageNeedsNothingThatItsPolicyForbids() async throws {
        try await TestServer.run { server in
            let page = try await server.send(.get, "/").expect(200)
            let policy = try #require(page.header("Content-Security-Policy"))
            #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"))
            #expect(page.header("X-Frame-Options") == "DENY")
            let style = try await server.send(.get, "/home.css").expect(200)
            #expect(style.header("Content-Type") == "text/css; charset=utf-8")
            #expect(!style.body.contains("url(") && !style.body.contains("@import"))
        }
    }

    /// Checks that nothing in a page runs, styles itself or comes from elsewhere.
    private static func checkIsPlain(_ page: Reply) throws {
        let html = page.body.lowercased()
        for pattern in [
            "<script", "<style", " style=", " onclick", " onload", " onerror", "javascript:", "src=\"", "//cdn",
        ] {
            #expect(!html.contains(pattern), "\(pattern)")
        }
        for link in page.body.matches(of: /href="([^"]*)"/) { #expect(link.output.1.hasPrefix("/")) }
    }
}
