internal import HTTPTypes

/// The headers of a tracked event as nearly every client sends them.
///
/// Only those pass of which is known that the long way would not heed them, or what it makes of them.
struct TrackHeaders {
    /// The key's secret.
    let key: String

    /// What clients and proxies say that changes nothing of the answer.
    ///
    /// `X-Forwarded-For` is heeded by whoever finds out the sender's address.
    private static let unheeded: Set<String> = [
        "accept", "accept-charset", "accept-encoding", "accept-language", "cache-control", "cf-connecting-ip",
        "cf-ipcountry", "cf-ray", "cf-visitor", "cookie", "dnt", "forwarded", "keep-alive", "pragma", "priority",
        "referer", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "sec-fetch-dest", "sec-fetch-mode",
        "sec-fetch-site", "traceparent", "tracestate", "user-agent", "via", "x-amzn-trace-id", "x-forwarded-for",
        "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "x-forwarded-server", "x-real-ip",
    ]

    /// `fields`: Of a request; nil comes of those that need the long way.
    init?(_ fields: HTTPFields) {
        var key: String?
        var length: Int?
        var type: String?
        for field in fields {
            switch field.name.canonicalName {
            case "x-api-key" where key == nil: key = field.value
            case "content-length" where length == nil: length = Int(field.value)
            case "content-type" where type == nil: type = field.value
            case "connection" where field.value == "keep-alive" || field.value == "Keep-Alive": break
            case let name where Self.unheeded.contains(name): break
            default: return nil
            }
        }
        guard let key, let length, (1...TrackRoutes.singleLimit).contains(length) else { return nil }
        do throws(APIError) {
            try RequestBody.checkType(type, mayBeText: true)
        } catch {
            return nil
        }
        self.key = key
    }
}
