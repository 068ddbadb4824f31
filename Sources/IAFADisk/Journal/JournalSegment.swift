/// One file of a journal, and how much of it counts.
struct JournalSegment {
    let path: String
    let header: JournalHeader

    /// The size at which its successor was begun; nil of the newest, whose end has to be looked for.
    var durableByteCount: Int?

    /// The sequence number that a file name stands for; nil for a file that is no segment.
    static func firstSequence(ofName name: String) -> UInt64? {
        let bytes = Array(name.utf8)
        guard bytes.count == 24, name.hasSuffix(".log"),
            bytes[..<20].allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        return UInt64(name.prefix(20))
    }

    /// 20 digits, so that the order of names is the order of sequence.
    static func name(firstSequence: UInt64) -> String {
        let digits = String(firstSequence)
        return String(repeating: "0", count: 20 - digits.utf8.count) + digits + ".log"
    }
}
