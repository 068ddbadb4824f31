import Foundation
import IAFACore
import Testing

@Suite struct FunnelCodingTests {
    private func decode(_ text: String) throws -> FunnelDefinition {
        try JSONDecoder().decode(FunnelDefinition.self, from: Data(text.utf8))
    }

    @Test func `a funnel that was saved before there were options has the defaults`() throws {
        let old = #"{"stages": [{"eventTypes": ["a"]}, {"eventTypes": ["b"]}], "conversionWindowSeconds": 5}"#
        let definition = try decode(old)
        #expect(definition.options == FunnelOptions())
        #expect(definition.steps.allSatisfy { !$0.isOptional && $0.within == nil && $0.after == nil })
        #expect(definition.isPlain)
        #expect(try decode(String(decoding: JSONEncoder().encode(definition), as: UTF8.self)) == definition)
    }

    @Test(arguments: [
        #""exclusions": [{"eventTypes": ["x"], "fromStep": 2, "toStep": 2}]"#,
        #""exclusions": [{"eventTypes": ["x"], "fromStep": 0, "toStep": 2}]"#,
        #""exclusions": [{"eventTypes": ["x"], "fromStep": 1, "toStep": 3}]"#,
        #""exclusions": [{"eventTypes": [], "fromStep": 1, "toStep": 2}]"#,
        #""order": "strict", "tieWindowSeconds": 2"#, #""order": "sideways""#,
    ])
    func `what is damaged is no funnel`(options: String) {
        #expect(throws: DecodingError.self) {
            try decode(
                #"{"stages": [{"eventTypes": ["a"]}, {"eventTypes": ["b"]}], "conversionWindowSeconds": 5, \#(options)}"#
            )
        }
    }

    @Test func `a funnel with an option is followed attempt by attempt`() {
        let steps = [FunnelStep(eventTypes: ["a"]), FunnelStep(eventTypes: ["b"])]
        #expect(FunnelDefinition(steps: steps).isPlain)
        for preset in FunnelPreset.allCases {
            var options = FunnelOptions()
            options.apply(preset)
            // Nothing but the window is special about it.
            #expect(FunnelDefinition(steps: steps, options: options).isPlain == (preset == .posthog))
        }
        var timed = steps
        timed[1].within = .zero
        #expect(!FunnelDefinition(steps: timed).isPlain)
        var options = FunnelOptions()
        options.unit = .sessions
        #expect(!FunnelDefinition(steps: steps, options: options).isPlain)
    }
}
