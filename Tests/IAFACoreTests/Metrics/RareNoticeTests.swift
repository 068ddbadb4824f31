import IAFACore
import Testing

@Suite struct RareNoticeTests {
    @Test func tellsOfTheFirstAndThenOfHowManyInAnInterval() {
        let notice = RareNotice(every: .seconds(10))
        let start = ContinuousClock.now
        let told = [0, 1, 9, 10, 11, 19, 20, 100, 101].map { notice.note(at: start + .seconds($0)) }
        #expect(told == [1, nil, nil, 3, nil, nil, 3, 1, nil])
    }
}
