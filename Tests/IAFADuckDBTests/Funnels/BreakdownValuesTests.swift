import IAFACore
@testable import IAFADuckDB
import Testing

struct BreakdownValuesTests {
    @Test func `values are told apart by type and bytes`() {
        let values = BreakdownValues(memory: 1_000_000)
        let all: [PropertyValue] = [
            .bool(true), .bool(false), .number(1), .string("1"), .string("\u{E9}"), .string("e\u{301}"), .other,
            .string(""),
        ]
        let numbers = all.map(values.number(of:))
        #expect(Set(numbers).count == all.count)
        #expect(all.map(values.number(of:)) == numbers)
        #expect(values.number(of: .missing) == 0 && values.number(of: .null) == 0)
        #expect(values.number(of: .number(0)) == values.number(of: .number(-0.0)))
        #expect(zip(all, numbers).allSatisfy { $0.isSame(as: values.all[Int($1)]) })
        #expect(!values.isFull)
    }

    @Test func `a million values fit into what a question has by default`() {
        let values = BreakdownValues(memory: EventStoreOptions().engineMemory << 19)
        for number in 0..<1_000_000 { _ = values.number(of: .number(Double(number))) }
        #expect(!values.isFull)
        #expect(values.all.count == 1_000_001)
    }

    @Test func `beyond its memory it takes no more and says so`() {
        let values = BreakdownValues(memory: 100_000)
        let long = String(repeating: "x", count: 1_000)
        for number in 0..<100_000 { _ = values.number(of: .string("\(long)\(number)")) }
        #expect(values.isFull)
        #expect(values.all.count < 100)
        #expect(values.number(of: .string("\(long)0")) == 1)
    }
}
