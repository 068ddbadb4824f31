import IAFACore
import Testing

@Suite struct RejectionBoundsTests {
    private static let now = Timestamp(microseconds: 1_750_000_000_000_000)

    private static func rejection(_ id: UInt64, code: String = "required", age: Duration = .zero) -> Rejection {
        var rejection = Rejection(requestAt: now - age, code: code, field: "", message: "m")
        rejection.id = id
        return rejection
    }

    @Test func theOldestOf1001Goes() {
        let all = (1...1_001).map { Self.rejection(UInt64($0)) }
        #expect(RejectionBounds.kept(all, now: Self.now).map(\.id) == Array(2...1_001))
    }

    @Test func nothingIsKeptLongerThan7Days() {
        let week = Duration.seconds(7 * 86_400)
        let all = [
            Self.rejection(1, age: week + .seconds(1)), Self.rejection(2, age: week),
            Self.rejection(3, age: week - .microseconds(1)),
        ]
        #expect(RejectionBounds.kept(all, now: Self.now).map(\.id) == [3])
    }

    @Test func whatWasWrittenTwiceIsThereOnce() {
        let all = [3, 1, 2, 3, 1].map { Self.rejection($0) }
        #expect(RejectionBounds.kept(all, now: Self.now).map(\.id) == [1, 2, 3])
    }

    @Test func aLongMessageIsCut() {
        let message = String(repeating: "x", count: 5_000)
        #expect(Rejection(requestAt: Self.now, code: "c", field: "", message: message).message.count == 500)
    }

    @Test func pagesFollowEachOther() {
        let all = (1...7).map { Self.rejection(UInt64($0), code: $0.isMultiple(of: 2) ? "even" : "odd") }
        var query = RejectionQuery()
        query.limit = 3
        var pages: [[UInt64]] = []
        repeat {
            let page = RejectionPage(of: all, query)
            pages.append(page.rejections.map(\.id))
            query.before = page.next
        } while query.before != nil
        #expect(pages == [[7, 6, 5], [4, 3, 2], [1]])
        query.code = "even"
        let even = RejectionPage(of: all, query)
        #expect(even.rejections.map(\.id) == [6, 4, 2] && even.next == nil)
    }

    @Test func codesBeyondABoundAreCountedTogether() {
        var counts = IngestionCounts()
        for number in 0..<100 { counts.add(Self.rejection(1, code: "code\(number)")) }
        #expect(counts.rejectedRequests == 100)
        #expect(counts.rejectedByCode.count == 65 && counts.rejectedByCode["other"] == 36)
    }
}
