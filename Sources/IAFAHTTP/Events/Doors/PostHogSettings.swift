internal import IAFACore

/// What PostHog's clients ask for before they begin: everything that isn't here is switched off.
struct PostHogSettings {
    let key: String

    /// What every answer has: autocapture stays as the page has it, because it only sends events.
    private static let members = """
        "config":{"enable_collect_everything":true},"supportedCompression":["gzip","gzip-js"],\
        "analytics":{"endpoint":"/i/v0/e/"},"autocapture_opt_out":false,"elementsChainAsString":true,\
        "defaultIdentifiedOnly":true,"sessionRecording":false,"surveys":false,"heatmaps":false,\
        "capturePerformance":false,"captureDeadClicks":false,"autocaptureExceptions":false,\
        "errorTracking":{"autocaptureExceptions":false,"suppressionRules":[]},"conversations":false,\
        "productTours":false,"logs":{"captureConsoleLogs":false},"toolbarParams":{},"isAuthenticated":false,\
        "siteApps":[]
        """

    /// The answer to `/array/{token}/config`.
    var json: String {
        #"{"token":\#(JSONValue.string(key).serialized()),"hasFeatureFlags":false,\#(Self.members)}"#
    }

    /// The same as a script that leaves it where the client looks.
    var script: String {
        let name = JSONValue.string(key).serialized()
        return """
            (function () {
              window._POSTHOG_REMOTE_CONFIG = window._POSTHOG_REMOTE_CONFIG || {};
              window._POSTHOG_REMOTE_CONFIG[\(name)] = {config: \(json), siteApps: []};
            })();

            """
    }

    /// The answer to `/flags` and `/decide`, in all forms that clients of any age look for.
    func flags(requestID: String) -> String {
        """
        {"flags":{},"featureFlags":{},"featureFlagPayloads":{},"errorsWhileComputingFlags":false,\
        "requestId":\(JSONValue.string(requestID).serialized()),\(Self.members)}
        """
    }
}
