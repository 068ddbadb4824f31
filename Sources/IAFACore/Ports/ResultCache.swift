/// Keeps answers for as long as they stay right; may forget any of them at any time.
package protocol ResultCache: Sendable {
    /// The answer that was kept under a key; nil where there is none, or it can't be had.
    func answer(for key: ResultKey) async -> [UInt8]?

    /// Keeps an answer, where there is room; fails in silence.
    func keep(_ answer: [UInt8], for key: ResultKey) async
}

/// What an answer depends on: the question, and the events that it is about.
package struct ResultKey: Sendable, Hashable {
    /// 128 bits in hexadecimal of everything that the answer depends on.
    package let text: String

    /// - Parameters:
    ///   - project: Whose events.
    ///   - question: Everything in which two questions may differ, in an unambiguous form.
    ///   - version: Which events.
    package init(project: Identifier<Project>, question: [UInt8], version: EventVersion) {
        var bytes = Array("\(project.text)\0\(version.text)\0".utf8)
        bytes.append(contentsOf: question)
        text = ContentTag.text(of: bytes)
    }
}
