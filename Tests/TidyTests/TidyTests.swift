import Foundation
import Testing

/// The rules of the house that neither the compiler nor the formatter checks.
struct TidyTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private struct SourceFile {
        let path: String
        let lines: [Substring]
    }

    private static func files(below folder: String) throws -> [SourceFile] {
        let base = root.appending(path: folder)
        let entries = try #require(FileManager.default.enumerator(atPath: base.path))
        return try entries.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }.sorted().map { path in
            let text = try String(contentsOf: base.appending(path: path), encoding: .utf8)
            return SourceFile(
                path: "\(folder)/\(path)",
                lines: text.split(separator: "\n", omittingEmptySubsequences: false)
            )
        }
    }

    private static func places(
        of pattern: Regex<Substring>,
        below folder: String,
        except isExempt: (String) -> Bool = { _ in false }
    ) throws -> [String] {
        try files(below: folder).filter { !isExempt($0.path) }.flatMap { file in
            file.lines.enumerated().filter { !$0.element.contains("///") && $0.element.contains(pattern) }
                .map { "\(file.path):\($0.offset + 1)" }
        }
    }

    @Test func filesAreShort() throws {
        let long = try Self.files(below: "Sources").filter { $0.lines.count > 320 }
        // Generated from the OpenAPI document.
        #expect(long.map(\.path).filter { !$0.hasSuffix("OpenAPIDocument.swift") } == [])
    }

    /// The formatter leaves texts and comments as they are.
    @Test func linesAreShort() throws {
        let files = try Self.files(below: "Sources").filter { !$0.path.hasSuffix("OpenAPIDocument.swift") }
        let long = files.flatMap { file in
            file.lines.enumerated().filter { $0.element.count > 120 }.map { "\(file.path):\($0.offset + 1)" }
        }
        #expect(long == [])
    }

    @Test func nothingPrints() throws {
        // The home page shows a line of Python.
        let places = try Self.places(of: /(?:^|[^\w.])(?:print|debugPrint|dump)\(/, below: "Sources") {
            $0.hasSuffix("HomePage.swift")
        }
        #expect(places == [])
    }

    @Test func onlyTheFaceImportsTheEngine() throws {
        let places = try Self.places(of: /import CDuckDB/, below: "Sources") { $0.hasPrefix("Sources/DuckDB/") }
        #expect(places == [])
    }

    @Test func noFileHasAVagueName() throws {
        let vague = try Self.files(below: "Sources").map(\.path).filter {
            $0.contains(/(Utils?|Helpers?|Manager|Common|Misc)\.swift/)
        }
        #expect(vague == [])
    }

    @Test func testsDoNotSleep() throws {
        #expect(
            try Self.places(of: /Task\.sleep|usleep\(|Thread\.sleep/, below: "Tests") { $0.contains("TidyTests") } == []
        )
    }
}
