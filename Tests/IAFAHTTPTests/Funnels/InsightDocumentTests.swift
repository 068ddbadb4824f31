import Foundation
import HTTPTypes
import IAFACore
import Testing

/// The examples of docs/insights.md, as they stand there.
@Suite struct InsightDocumentTests {
    @Test func theDocumentHasAnExampleOfEverything() {
        let text = InsightExample.all.map { $0.path + $0.question }.joined()
        for name in ["interval", "breakdown", "compare", "persons", "next-events", "correlations", "window"] {
            #expect(text.contains(name), "\(name)")
        }
    }

    @Test(arguments: InsightExample.all)
    func whatTheDocumentSaysIsWhatTheServerAnswers(_ example: InsightExample) async throws {
        try await TestServer.run { server in
            let ada = try await server.register()
            let project = try await server.project(of: ada)
            for event in example.events {
                let fields = #", "timestamp": "2025-\#(event.time)Z", "properties": \#(event.properties)"#
                try await server.track(project, event.type, event.person, fields).expect(200)
            }
            let start = #"{"project_id": "\#(project.id)", "stages": \#(TestServer.stages(["see", "buy"]))"#
            let rest = example.question.dropFirst()
            let body = "\(start)\(rest == "}" ? "" : ", ")\(rest)"
            let path = "/api/v1/analytics/funnel\(example.path)"
            let answer = try await server.send(.post, path, body, as: ada.caller).expect(200).json
            let part = try JSONValue.parse(example.answer)
            #expect(answer.has(part), "\(answer.serialized())")
        }
    }
}

/// A block of the document.
struct InsightExample: Sendable, CustomTestStringConvertible {
    struct Event: Sendable {
        let person: String
        let type: String
        /// `06-02T10:00:00`.
        let time: String
        let properties: String
    }

    let events: [Event]
    /// What follows the path of a funnel.
    let path: String
    let question: String
    let answer: String

    var testDescription: String { "\(path) \(question)" }

    static let all: [InsightExample] = {
        let root = URL(filePath: #filePath).pathComponents.dropLast(4).dropFirst().joined(separator: "/")
        let text = (try? String(contentsOfFile: "/\(root)/docs/insights.md", encoding: .utf8)) ?? ""
        return text.components(separatedBy: "```insight\n").dropFirst().map {
            InsightExample($0.components(separatedBy: "```")[0])
        }
    }()

    private init(_ block: String) {
        let halves = block.components(separatedBy: "\nask: ")
        let asked = halves[1].components(separatedBy: "\nanswer: ")
        let brace = asked[0].firstIndex(of: "{") ?? asked[0].startIndex
        let name = asked[0][..<brace].trimmingCharacters(in: .whitespaces)
        path = name.isEmpty ? "" : "/\(name)"
        question = String(asked[0][brace...])
        answer = asked[1]
        events = halves[0].split(separator: "\n").flatMap { line in
            let (person, rest) = (line.prefix { $0 != ":" }, line.drop { $0 != ":" }.dropFirst(2))
            return rest.matches(of: /(\w+) (\d\d-\d\d) (\d\d:\d\d)(:\d\d)?(?: (\{[^}]*\}))?/).map { match in
                Event(
                    person: String(person),
                    type: String(match.output.1),
                    time: "\(match.output.2)T\(match.output.3)\(match.output.4 ?? ":00")",
                    properties: String(match.output.5 ?? "{}")
                )
            }
        }
    }
}

extension JSONValue {
    /// Whether everything that is in a part is here, too; numbers but for rounding.
    fileprivate func has(_ part: JSONValue) -> Bool {
        switch (self, part) {
        case (.object, .object(let members)): members.allSatisfy { self[$0.name]?.has($0.value) == true }
        case (.array(let elements), .array(let parts)):
            elements.count == parts.count && zip(elements, parts).allSatisfy { $0.has($1) }
        case (.number(let left), .number(let right)): abs(left - right) < 1e-9 * max(1, abs(right))
        default: self == part
        }
    }
}
