/// Some of a file's rows, by number: a bit a row.
struct RowSet {
    private var words: [UInt64] = []
    private(set) var count = 0

    /// Adds a row that isn't in it.
    mutating func insert(_ row: Int) {
        let word = row >> 6
        if word >= words.count { words.append(contentsOf: repeatElement(0, count: word + 1 - words.count)) }
        words[word] |= 1 << UInt64(row & 63)
        count += 1
    }

    func contains(_ row: Int) -> Bool {
        let word = row >> 6
        return word < words.count && words[word] >> UInt64(row & 63) & 1 == 1
    }
}
