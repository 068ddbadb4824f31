internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import NIOCore

/// What Segment's clients ask for before they begin: where to send events, and that there is nothing else.
struct SegmentSettings {
    let key: String
    let path: DoorPath

    /// Names the host under which it was asked, so that a client only has to know where its settings are.
    func answer(to request: Request) -> Response {
        let host = JSONValue.string((request.head.authority ?? "localhost") + path.text + "/v1").serialized()
        let text = """
            {"integrations":{"Segment.io":{"apiKey":\(JSONValue.string(key).serialized()),"apiHost":\(host),\
            "protocol":"\(Self.scheme(of: request))","unbundledIntegrations":[],"addBundledMetadata":false,\
            "maybeBundledConfigIds":{},"versionSettings":{"version":"4.4.7","componentTypes":["browser"]}}},\
            "plan":{"track":{"__default":{"enabled":true,"integrations":{}}},\
            "identify":{"__default":{"enabled":true}},"group":{"__default":{"enabled":true}}},\
            "edgeFunction":{},"middlewareSettings":{},"enabledMiddleware":{},"remotePlugins":[],\
            "analyticsNextEnabled":true,"legacyVideoPluginsEnabled":false,"metrics":{"sampleRate":0},\
            "consentSettings":{}}
            """
        return JSONAnswer.response(bytes: ByteBuffer(string: text))
    }

    /// What is in front of the server says it; else a page that was loaded by https can only use https.
    private static func scheme(of request: Request) -> String {
        let forwarded = HTTPField.Name("X-Forwarded-Proto").flatMap { request.headers[$0] }?.lowercased()
        if let forwarded, ["http", "https"].contains(forwarded) { return forwarded }
        return request.headers[.origin]?.hasPrefix("https://") == true ? "https" : "http"
    }
}
