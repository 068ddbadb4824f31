internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What `/` shows until there is a dashboard: how to begin, with values that work as they stand.
package struct HomePage: Sendable {
    /// The demo that this server was started with; nil where it wasn't.
    package struct Demo: Sendable {
        package let email: String
        package let password: String
        package let apiKey: String
        package let projectID: String

        package init(email: String, password: String, apiKey: String, projectID: String) {
            self.email = email
            self.password = password
            self.apiKey = apiKey
            self.projectID = projectID
        }
    }

    package let demo: Demo?

    package init(demo: Demo?) { self.demo = demo }

    func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("/") { request, _ in
            let host = request.head.authority ?? "127.0.0.1:8080"
            return Self.response(html(baseURL: "http://\(host)"))
        }
    }

    private static func response(_ html: String) -> Response {
        Response(
            status: .ok,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                .contentSecurityPolicy: "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
                .frameOptions: "DENY", .referrerPolicy: "no-referrer",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html))
        )
    }

    private func html(baseURL: String) -> String {
        let base = Self.escaped(baseURL)
        let key = Self.escaped(demo?.apiKey ?? "YOUR_API_KEY")
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>IAFA: in-app funnel analytics</title>
            <link rel="stylesheet" href="/home.css">
            </head>
            <body>
            <main>
            <h1>IAFA</h1>
            <p class="lead">In-app funnel analytics: where your users drop off. The server is running.</p>
            \(demo.map(Self.section) ?? Self.firstSteps)
            <section aria-labelledby="send">
            <h2 id="send">Send an event</h2>
            <pre><code>curl -sS \(base)/api/v1/track \\
              -H 'X-API-Key: \(key)' \\
              -H 'Content-Type: application/json' \\
              -d '{"event_type": "sign_up", "user_id": "u1", "properties": {"plan": "free"}}'</code></pre>
            </section>
            \(demo.map { Self.questions(base, $0) } ?? "")
            <section aria-labelledby="more">
            <h2 id="more">Read on</h2>
            <ul>
            <li><a href="/api/v1/openapi.json">The API as an OpenAPI document</a></li>
            <li><a href="/health/ready">Health of this server</a></li>
            </ul>
            </section>
            </main>
            </body>
            </html>
            """
    }

    private static func section(_ demo: Demo) -> String {
        """
        <section aria-labelledby="demo">
        <h2 id="demo">The demo project</h2>
        <dl>
        <dt>Email</dt><dd><code>\(escaped(demo.email))</code></dd>
        <dt>Password</dt><dd><code>\(escaped(demo.password))</code></dd>
        <dt>API key</dt><dd><code>\(escaped(demo.apiKey))</code></dd>
        <dt>Project id</dt><dd><code>\(escaped(demo.projectID))</code></dd>
        </dl>
        </section>
        """
    }

    private static let firstSteps = """
        <section aria-labelledby="begin">
        <h2 id="begin">Begin</h2>
        <p>Register with <code>POST /api/v1/auth/register</code>, make a project with
        <code>POST /api/v1/projects</code>; the answer holds the project's API key.</p>
        </section>
        """

    private static func questions(_ base: String, _ demo: Demo) -> String {
        """
        <section aria-labelledby="ask">
        <h2 id="ask">Ask a funnel</h2>
        <p>Sign in, list the demo's funnels, ask the first one.</p>
        <pre><code>TOKEN=$(curl -sS \(base)/api/v1/auth/login -H 'Content-Type: application/json' \\
          -d '{"email": "\(escaped(demo.email))", "password": "\(escaped(demo.password))"}' |
          python3 -c 'import json,sys; print(json.load(sys.stdin)["access_token"])')
        FUNNEL=$(curl -sS \(base)/api/v1/funnels -H "Authorization: Bearer $TOKEN" |
          python3 -c 'import json,sys; print(json.load(sys.stdin)["funnels"][0]["id"])')
        curl -sS "\(base)/api/v1/analytics/funnel/$FUNNEL" -H "Authorization: Bearer $TOKEN" |
          python3 -m json.tool</code></pre>
        </section>
        """
    }

    private static func escaped(_ text: String) -> String {
        var escaped = ""
        // By scalars: with a combining mark after it, `<` is another character, but markup all the same.
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
