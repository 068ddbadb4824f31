import HTTPTypes
import IAFACore
import Testing

/// Every bad funnel is refused alike where it is saved and where it is asked.
@Suite struct FunnelValidationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let fields: String
        let details: [String]

        init(_ fields: String, _ details: String...) {
            self.fields = fields
            self.details = details
        }

        /// A filter of the second stage.
        static func filter(_ filter: String, _ detail: String) -> Case {
            Case(
                #""stages": [{"event_type": "a"}, {"event_type": "b", "filters": [\#(filter)]}]"#,
                detail.isEmpty ? "stages[1].filters" : "stages[1].filters[0].\(detail)"
            )
        }

        /// The second stage.
        static func stage(_ stage: String, _ details: String...) -> Case {
            var result = Case(#""stages": [{"event_type": "a"}, \#(stage)]"#)
            result = Case(fields: result.fields, details: details)
            return result
        }

        /// The only exclusion of a funnel of two stages.
        static func exclusion(_ exclusion: String, _ detail: String) -> Case {
            Case(#"\#(FunnelValidationTests.stages), "exclusions": [\#(exclusion)]"#, "exclusions[0].\(detail)")
        }

        private init(fields: String, details: [String]) {
            self.fields = fields
            self.details = details
        }

        var testDescription: String { details.joined(separator: ", ") + ": " + fields.prefix(100) }
    }

    private static let long = String(repeating: "x", count: 10_000)
    fileprivate static let stages = #""stages": [{"event_type": "a"}, {"event_type": "b"}]"#
    private static let many = TestServer.stages(Array(repeating: "a", count: 21))
    private static let filters = Array(repeating: #"{"property": "p", "operator": "is_set"}"#, count: 21)
        .joined(separator: ", ")
    private static let types = Array(repeating: #""a""#, count: 21).joined(separator: ", ")
    private static let values = Array(repeating: "1", count: 1_001).joined(separator: ", ")

    static let stageCases: [Case] = [
        Case(#""conversion_window_seconds": 60"#, "stages required"),
        Case(#""stages": null"#, "stages required"),
        Case(#""stages": []"#, "stages too_few"),
        Case(#""stages": [{"event_type": "a"}]"#, "stages too_few"),
        Case(#""stages": \#(many)"#, "stages too_many"),
        Case(#""stages": {"0": {"event_type": "a"}}"#, "stages invalid_type"),
        Case(#""stages": ["a", "b"]"#, "stages[0] invalid_type"),
        .stage("{}", "stages[1].event_type required"),
        .stage(#"{"name": "b"}"#, "stages[1].event_type required"),
        .stage(#"{"event_type": "b", "event_types": ["c"]}"#, "stages[1].event_types not_allowed"),
        .stage(#"{"event_type": ""}"#, "stages[1].event_type empty"),
        .stage(#"{"event_type": " "}"#, "stages[1].event_type empty"),
        .stage(#"{"event_type": 5}"#, "stages[1].event_type invalid_type"),
        .stage(#"{"event_type": "a\u0000"}"#, "stages[1].event_type invalid_characters"),
        .stage(#"{"event_type": "\#(long)"}"#, "stages[1].event_type too_long"),
        .stage(#"{"event_types": []}"#, "stages[1].event_types too_few"),
        .stage(#"{"event_types": [\#(types)]}"#, "stages[1].event_types too_many"),
        .stage(#"{"event_types": ["a", ""]}"#, "stages[1].event_types[1] empty"),
        .stage(#"{"event_types": "a"}"#, "stages[1].event_types invalid_type"),
        .stage(#"{"event_type": "b", "name": ""}"#, "stages[1].name empty"),
        .stage(#"{"event_type": "b", "colour": 1}"#, "stages[1].colour unknown_field"),
        .stage(#"{"event_type": "b", "optional": 1}"#, "stages[1].optional invalid_type"),
        .stage(#"{"event_type": "b", "optional": true}"#, "stages[1].optional conflict"),
        .stage(#"{"event_type": "b", "within_seconds": -1}"#, "stages[1].within_seconds out_of_range"),
        .stage(#"{"event_type": "b", "within_seconds": "5"}"#, "stages[1].within_seconds invalid_type"),
        .stage(#"{"event_type": "b", "after_seconds": 31622401}"#, "stages[1].after_seconds out_of_range"),
        .stage(
            #"{"event_type": "b", "after_seconds": 10, "within_seconds": 9}"#,
            "stages[1].after_seconds conflict"
        ),
        .stage(#"{"event_type": "b", "after_seconds": 604801}"#, "stages[1].after_seconds conflict"),
        .stage(#"{"event_type": "b", "filters": {}}"#, "stages[1].filters invalid_type"),
        .stage(#"{"event_type": "b", "filters": [\#(filters)]}"#, "stages[1].filters too_many"),
        .stage(
            #"{"name": 1, "filters": [1]}"#,
            "stages[1].name invalid_type",
            "stages[1].event_type required",
            "stages[1].filters[0] invalid_type"
        ),
    ]

    static let filterCases: [Case] = [
        .filter(#"{"operator": "is_set"}"#, "property required"),
        .filter(#"{"property": "", "operator": "is_set"}"#, "property empty"),
        .filter(#"{"property": "p"}"#, "operator required"),
        .filter(#"{"property": "p", "operator": "like", "value": "x"}"#, "operator unknown_operator"),
        .filter(#"{"property": "p", "operator": "EQ", "value": "x"}"#, "operator unknown_operator"),
        .filter(#"{"property": "p", "operator": "eq"}"#, "value invalid_value"),
        .filter(#"{"property": "p", "operator": "eq", "value": null}"#, "value invalid_value"),
        .filter(#"{"property": "p", "operator": "eq", "value": ["x"]}"#, "value invalid_value"),
        .filter(#"{"property": "p", "operator": "neq", "value": {"a": 1}}"#, "value invalid_type"),
        .filter(#"{"property": "p", "operator": "in", "value": "x"}"#, "value invalid_value"),
        .filter(#"{"property": "p", "operator": "in", "value": []}"#, "value invalid_value"),
        .filter(#"{"property": "p", "operator": "in", "value": [null]}"#, "value invalid_type"),
        .filter(#"{"property": "p", "operator": "not_in", "value": [\#(values)]}"#, "value invalid_value"),
        .filter(#"{"property": "p", "operator": "contains", "value": 5}"#, "value invalid_value"),
        .filter(#"{"property": "p", "operator": "not_contains", "value": true}"#, "value invalid_value"),
        .filter(#"{"property": "p", "operator": "gt", "value": true}"#, "value invalid_value"),
        .filter(#"{"property": "p", "operator": "lte", "value": [1]}"#, "value invalid_value"),
        .filter(#"{"property": "p", "operator": "is_set", "value": true}"#, "value not_allowed"),
        .filter(#"{"property": "p", "operator": "matches", "value": 5}"#, "value invalid_value"),
        .filter(#"{"property": "p", "operator": "matches", "value": "(("}"#, "value invalid_pattern"),
        .filter(#"{"property": "p", "operator": "matches", "value": "a{1,99999}"}"#, "value invalid_pattern"),
        .filter(#"{"property": "p", "operator": "matches", "value": "(a)\\1"}"#, "value invalid_pattern"),
        .filter(#"{"property": "p", "operator": "eq", "value": 1, "case": 1}"#, "case unknown_field"),
    ]

    static let optionCases: [Case] = [
        Case(#"\#(stages), "conversion_window_seconds": 0"#, "conversion_window_seconds out_of_range"),
        Case(#"\#(stages), "conversion_window_seconds": -1"#, "conversion_window_seconds out_of_range"),
        Case(#"\#(stages), "conversion_window_seconds": 34560000"#, "conversion_window_seconds out_of_range"),
        Case(#"\#(stages), "conversion_window_seconds": 31622401"#, "conversion_window_seconds out_of_range"),
        Case(#"\#(stages), "conversion_window_seconds": 1e300"#, "conversion_window_seconds invalid_type"),
        Case(#"\#(stages), "conversion_window_seconds": 1.5"#, "conversion_window_seconds invalid_type"),
        Case(#"\#(stages), "conversion_window_seconds": "7d""#, "conversion_window_seconds invalid_type"),
        Case(#"\#(stages), "windw": 1"#, "windw unknown_field"),
        Case(#"\#(stages), "order": "backwards""#, "order invalid_value"),
        Case(#"\#(stages), "order": 1"#, "order invalid_type"),
        Case(#"\#(stages), "entry": "last""#, "entry invalid_value"),
        Case(#"\#(stages), "count_by": "devices""#, "count_by invalid_value"),
        Case(#"\#(stages), "range_applies_to": "exit""#, "range_applies_to invalid_value"),
        Case(#"\#(stages), "tie_window_seconds": 6"#, "tie_window_seconds out_of_range"),
        Case(#"\#(stages), "tie_window_seconds": -1"#, "tie_window_seconds out_of_range"),
        Case(#"\#(stages), "hold_constant": "plan""#, "hold_constant invalid_type"),
        Case(#"\#(stages), "hold_constant": ["a", "b", "c", "d"]"#, "hold_constant too_many"),
        Case(#"\#(stages), "hold_constant": ["a", "a"]"#, "hold_constant[1] duplicate"),
        Case(#"\#(stages), "hold_constant": [""]"#, "hold_constant[0] empty"),
        Case(#"\#(stages), "exclude": "everybody""#, "exclude invalid_value"),
        Case(#"\#(stages), "preset": "aarrr""#, "preset invalid_value"),
        .exclusion(#"{"from_step": 1, "to_step": 2}"#, "event_type required"),
        .exclusion(#"{"event_type": "x", "from_step": 0}"#, "from_step out_of_range"),
        .exclusion(#"{"event_type": "x", "to_step": 3}"#, "to_step out_of_range"),
        .exclusion(#"{"event_type": "x", "from_step": 2}"#, "to_step out_of_range"),
        .exclusion(#"{"event_type": "x", "from_step": 2, "to_step": 1}"#, "to_step out_of_range"),
        .exclusion(#"{"event_type": "x", "step": 1}"#, "step unknown_field"),
        .exclusion(
            #"{"event_type": "x", "filters": [{"property": "p", "operator": "like"}]}"#,
            "filters[0].operator unknown_operator"
        ),
    ]

    private static let three = """
        "stages": [{"event_type": "a"}, {"event_type": "b", "optional": true}, {"event_type": "c"}]
        """
    private static let timed = #""stages": [{"event_type": "a"}, {"event_type": "b", "within_seconds": 5}]"#
    private static let delayed = #""stages": [{"event_type": "a"}, {"event_type": "b", "after_seconds": 5}]"#
    private static let excluding = #""exclusions": [{"event_type": "x"}]"#

    static let conflictCases: [Case] = [
        Case(#""stages": [{"event_type": "a", "optional": true}, {"event_type": "b"}]"#, "stages[0].optional conflict"),
        Case(
            #""stages": [{"event_type": "a", "within_seconds": 1}, {"event_type": "b"}]"#,
            "stages[0].within_seconds conflict"
        ),
        Case(#"\#(stages), "order": "strict", "tie_window_seconds": 1"#, "tie_window_seconds conflict"),
        Case(#"\#(three), "order": "strict""#, "stages[1].optional conflict"),
        Case(#"\#(three), "order": "unordered""#, "stages[1].optional conflict"),
        Case(#"\#(timed), "order": "unordered""#, "stages[1].within_seconds conflict"),
        Case(#"\#(delayed), "order": "unordered""#, "stages[1].after_seconds conflict"),
        Case(#"\#(stages), "order": "unordered", \#(excluding)"#, "exclusions conflict"),
        Case(#"\#(stages), "order": "unordered", "tie_window_seconds": 1"#, "tie_window_seconds conflict"),
        Case(#"\#(timed), "tie_window_seconds": 1"#, "stages[1].within_seconds conflict"),
        Case(#"\#(timed), "preset": "mixpanel""#, "stages[1].within_seconds conflict"),
        Case(#"\#(three), "exclusions": [{"event_type": "x", "from_step": 2}]"#, "exclusions[0].from_step conflict"),
        Case(#"\#(three), "exclusions": [{"event_type": "x", "to_step": 2}]"#, "exclusions[0].to_step conflict"),
        Case(#"\#(stages), "preset": "clickhouse", "order": "strict""#, "order conflict"),
        Case(#"\#(stages), "preset": "clickhouse", "entry": "first""#, "entry conflict"),
        Case(#"\#(stages), "preset": "clickhouse", "count_by": "totals""#, "count_by conflict"),
        Case(#"\#(stages), "preset": "clickhouse", "tie_window_seconds": 1"#, "tie_window_seconds conflict"),
        Case(#"\#(stages), "preset": "clickhouse", "hold_constant": ["p"]"#, "hold_constant conflict"),
        Case(#"\#(stages), "preset": "clickhouse", \#(excluding)"#, "exclusions conflict"),
        Case(#"\#(three), "preset": "clickhouse""#, "stages[1].optional conflict"),
        Case(#"\#(timed), "preset": "clickhouse""#, "stages[1].within_seconds conflict"),
    ]

    @Test(arguments: stageCases + filterCases + optionCases + conflictCases)
    func aBadFunnelIsRefused(_ bad: Case) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let saved = try await server.funnel(of: project, ada, "a", "b")
            let body = #"{"project_id": "\#(project.id)", "name": "f", \#(bad.fields)}"#
            for (method, path) in [
                (HTTPRequest.Method.post, "/api/v1/funnels"), (.post, "/api/v1/analytics/funnel"),
                (.put, "/api/v1/funnels/\(saved)"),
            ] {
                let reply = try await server.send(method, path, body, as: ada.caller).expect(422)
                #expect(reply.details == bad.details, "\(method) \(path)")
            }
            let list = try await server.send(.get, "/api/v1/funnels", as: ada.caller).expect(200)
            #expect(list["funnels"]?.elements?.count == 1)
        }
    }

    @Test(arguments: ["explain"])
    func partsOfAQuestionThatThisVersionHasNotAreRefused(_ name: String) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            let funnel = try await server.funnel(of: project, ada, "a", "b")
            let body = #"{"project_id": "\#(project.id)", \#(Self.stages), "\#(name)": "day"}"#
            let asked = try await server.send(.post, "/api/v1/analytics/funnel", body, as: ada.caller).expect(422)
            #expect(asked.details == ["\(name) unsupported"])
            let path = "/api/v1/analytics/funnel/\(funnel)?\(name)=day"
            let read = try await server.send(.get, path, as: ada.caller).expect(422)
            #expect(read.details == ["\(name) unsupported"])
            // They belong to the question, not to the funnel.
            let kept = #"{"project_id": "\#(project.id)", "name": "f", \#(Self.stages), "\#(name)": "day"}"#
            let saved = try await server.send(.post, "/api/v1/funnels", kept, as: ada.caller).expect(422)
            #expect(saved.details == ["\(name) unknown_field"])
        }
    }

    @Test func anAnswerToManyMistakesIsShort() async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let body = "{" + (0..<50_000).map { #""f\#($0)": 1"# }.joined(separator: ", ") + "}"
            let reply = try await server.send(.post, "/api/v1/funnels", body, as: ada.caller).expect(422)
            #expect(reply.details.count == ValidationIssue.maximumCount)
            let long = #"{"\#(String(repeating: "e\u{301}", count: 10_000))": 1}"#
            #expect(try await server.send(.post, "/api/v1/funnels", long, as: ada.caller).body.utf8.count < 2_000)
        }
    }
}
