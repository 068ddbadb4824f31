/// A fixed number of sliding windows, found by fingerprint.
///
/// A fingerprint may stand in the eight places of one row. Where all are taken by others, the window with the least in
/// it makes room: whoever sends from ever new addresses drives out only those who sent as little, and to make the table
/// forget a count takes eight others in the same row that are higher. Which row a subject has can't be foretold.
struct SlidingWindowTable: Sendable {
    struct Fingerprint: Sendable, Equatable {
        var first: UInt64 = 0
        var second: UInt64 = 0
    }

    private struct Place {
        var fingerprint = Fingerprint()
        var window = SlidingWindow()
    }

    static let rowLength = 8

    private var places: [Place]

    /// `rows`: A power of two.
    init(rows: Int) {
        precondition(rows > 0 && rows & (rows - 1) == 0, "the rows of a table are a power of two")
        places = Array(repeating: Place(), count: rows * Self.rowLength)
    }

    /// Lets a subject's window be read and changed, brought up to a time.
    mutating func withWindow<Value>(
        of fingerprint: Fingerprint,
        at now: Timestamp,
        _ body: (inout SlidingWindow) -> Value
    ) -> Value {
        let index = place(of: fingerprint, at: now)
        if places[index].fingerprint != fingerprint {
            places[index] = Place(fingerprint: fingerprint)
        }
        places[index].window.advance(to: now)
        return body(&places[index].window)
    }

    private func place(of fingerprint: Fingerprint, at now: Timestamp) -> Int {
        let rows = places.count / Self.rowLength
        let start = Int(truncatingIfNeeded: fingerprint.second & UInt64(rows - 1)) * Self.rowLength
        var least = start
        var leastUsed = Int.max
        for index in start..<start + Self.rowLength {
            if places[index].fingerprint == fingerprint { return index }
            let used = places[index].window.used(at: now)
            if used < leastUsed {
                least = index
                leastUsed = used
            }
        }
        return least
    }
}
