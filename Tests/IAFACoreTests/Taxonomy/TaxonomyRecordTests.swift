import Testing

@testable import IAFACore

@Suite struct TaxonomyRecordTests {
    private static let summary: TaxonomySummary = {
        var builder = TaxonomyBuilder()
        for number in 0..<300 {
            let time = Timestamp(microseconds: Int64(number) - 7)
            builder.add(
                Event(
                    id: "\(number)",
                    type: number.isMultiple(of: 3) ? "buy" : "view",
                    userID: "p\(number)",
                    timestamp: time,
                    receivedAt: time,
                    properties: #"{"n": \#(number), "s": "ä\#(number % 5)", "o": {"deep": true}, "x": null}"#
                )
            )
        }
        return builder.finish()
    }()

    private static func bytes(_ summary: TaxonomySummary) -> [UInt8] {
        var bytes: [UInt8] = []
        TaxonomyRecord.append(summary, to: &bytes)
        return bytes
    }

    private static func decode(_ bytes: [UInt8]) throws(EventRecordError) -> TaxonomySummary {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(EventRecordError) in try TaxonomyRecord.decode(bytes) }
        }
        return try result.get()
    }

    @Test func whatIsReadIsWhatWasWritten() throws {
        for summary in [Self.summary, TaxonomySummary()] {
            let bytes = Self.bytes(summary)
            let read = try Self.decode(bytes)
            #expect(Self.bytes(read) == bytes && read.events == summary.events)
            var twice = read
            twice.merge(read)
            #expect(twice.events == 2 * summary.events)
        }
    }

    @Test func whatIsCutOffIsNoSummary() {
        let bytes = Self.bytes(Self.summary)
        for length in stride(from: 0, to: bytes.count, by: 7) {
            #expect(throws: EventRecordError.self) { try Self.decode(Array(bytes.prefix(length))) }
        }
        #expect(throws: EventRecordError.self) { try Self.decode(bytes + [0]) }
    }

    @Test func damageIsNeverReadBeyondTheBytes() {
        var random = SplitMix64(seed: 3)
        let bytes = Self.bytes(Self.summary)
        for _ in 0..<2_000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                damaged[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? Self.decode(damaged)
        }
    }
}
