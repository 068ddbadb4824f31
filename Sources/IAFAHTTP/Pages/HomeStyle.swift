internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The style sheet of ``HomePage``, apart from it so that the page needs no inline style.
enum HomeStyle {
    static func add(to router: some RouterMethods<IAFARequestContext>) {
        router.get("home.css") { _, _ in
            Response(
                status: .ok,
                headers: [.contentType: "text/css; charset=utf-8", .cacheControl: "max-age=3600"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: css))
            )
        }
    }

    private static let css = """
        :root { --text: #0f172a; --quiet: #475569; --page: #f8fafc; --card: #fff; --line: #e2e8f0; --accent: #4f46e5 }
        @media (prefers-color-scheme: dark) {
          :root {
            --text: #e2e8f0; --quiet: #94a3b8; --page: #0b1120; --card: #111827; --line: #1f2937; --accent: #a5b4fc
          }
        }
        * { box-sizing: border-box }
        body { margin: 0; background: var(--page); color: var(--text); font: 14px/1.6 Inter, system-ui, sans-serif }
        main { max-width: 880px; margin: 0 auto; padding: 48px 16px 64px }
        h1 { font-size: 28px; margin: 0 } h2 { font-size: 16px; margin: 0 0 12px }
        .lead { color: var(--quiet); margin: 4px 0 32px }
        section, pre { border: 1px solid var(--line); border-radius: 8px }
        section { background: var(--card); padding: 20px; margin: 16px 0 }
        section p { margin: 0 0 12px }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 24px; margin: 0 }
        dt { color: var(--quiet) } dd { margin: 0; overflow-wrap: anywhere }
        pre { overflow-x: auto; margin: 0; padding: 12px; background: var(--page) }
        code { font: 12px/1.6 ui-monospace, monospace }
        ul { margin: 0; padding-left: 20px } a { color: var(--accent) }
        """
}
