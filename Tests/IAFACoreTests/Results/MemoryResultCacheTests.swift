import IAFACore
import Testing

@Suite struct MemoryResultCacheTests {
    private static func key(_ number: Int, version: String = "1") -> ResultKey {
        ResultKey(
            project: Identifier<Project>("shop") ?? .random(),
            question: Array("\(number)".utf8),
            version: EventVersion(text: version)
        )
    }

    @Test func anAnswerIsKeptUnderItsQuestionAndItsEvents() async {
        let cache = MemoryResultCache(limit: 100_000)
        await cache.keep([1, 2], for: Self.key(1))
        #expect(await cache.answer(for: Self.key(1)) == [1, 2])
        #expect(await cache.answer(for: Self.key(2)) == nil)
        #expect(await cache.answer(for: Self.key(1, version: "2")) == nil)
        await cache.keep([3], for: Self.key(1))
        #expect(await cache.answer(for: Self.key(1)) == [3])
        #expect(cache.metrics.map { $0.samples[0].value } == [2, 2, 1, 301])
    }

    @Test func whatWasNotAskedForLongestGoesFirst() async {
        let cache = MemoryResultCache(limit: 10_000)
        let answer = [UInt8](repeating: 0, count: 1_700)
        for number in 0..<5 { await cache.keep(answer, for: Self.key(number)) }
        #expect(await cache.answer(for: Self.key(0)) != nil)
        await cache.keep(answer, for: Self.key(5))
        #expect(await cache.answer(for: Self.key(0)) != nil)
        #expect(await cache.answer(for: Self.key(1)) == nil)
        for number in 6..<5_000 { await cache.keep(answer, for: Self.key(number)) }
        #expect(cache.metrics[3].samples[0].value <= 10_000)
    }

    @Test func whatIsTooLargeIsNotKept() async {
        let cache = MemoryResultCache(limit: 10_000)
        await cache.keep([1], for: Self.key(1))
        await cache.keep([UInt8](repeating: 0, count: 5_000), for: Self.key(2))
        #expect(await cache.answer(for: Self.key(1)) == [1])
        #expect(await cache.answer(for: Self.key(2)) == nil)
        let none = MemoryResultCache(limit: 0)
        await none.keep([], for: Self.key(1))
        #expect(await none.answer(for: Self.key(1)) == nil)
    }
}
