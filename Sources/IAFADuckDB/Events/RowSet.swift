/// Some of a file's rows, by number: a bit a row.
struct RowSet {
    private var words: [UInt64] = []

    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    mutating func insert(_ row: Int) {
        let word = row >> 6
        reserve(word + 1)
        words[word] |= 1 << UInt64(row & 63)
    }

    mutating func formUnion(_ other: RowSet) {
        reserve(other.words.count)
        for (index, word) in other.words.enumerated() { words[index] |= word }
    }

    private mutating func reserve(_ count: Int) {
        if count > words.count { words.append(contentsOf: repeatElement(0, count: count - words.count)) }
    }

    func contains(_ row: Int) -> Bool {
        let word = row >> 6
        return word < words.count && words[word] >> UInt64(row & 63) & 1 == 1
    }
}
