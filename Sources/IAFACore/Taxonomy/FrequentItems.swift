/// Counts how often each item occurs, in bounded memory: exactly as long as there is room for all of them, and else
/// those that occur most, each with how far its count may be off.
///
/// Where there is no room, the rarer half is dropped and ``missing`` notes the most that one of them had. Whatever was
/// not there at that time may have occurred so often, unnoticed. After Metwally and others, Efficient computation of
/// frequent and top-k elements in data streams, 2005, and Agarwal and others, Mergeable summaries, 2012.
package struct FrequentItems<Payload: Sendable>: Sendable {
    package struct Entry: Sendable {
        package let key: [UInt8]
        let hash: UInt64
        /// How often it was seen since it has a place here.
        package internal(set) var count: Int
        /// How often it may have occurred besides.
        package internal(set) var error: Int
        package internal(set) var payload: Payload
    }

    /// In any order.
    package internal(set) var entries: [Entry] = []

    /// How often an item that is not here may have occurred; 0 where all are here.
    package internal(set) var missing = 0

    /// The most entries.
    private(set) var limit: Int
    private var places: [UInt64: Int] = [:]

    init(limit: Int) { self.limit = limit }

    package var isExact: Bool { missing == 0 }

    var isFull: Bool { entries.count >= limit }

    /// The place of an item's entry; nil where it has none.
    ///
    /// Two items with one hash, which only happens on purpose, count as the first of them.
    func place(of hash: UInt64) -> Int? { places[hash] }

    /// Makes an entry for an item that has none, with a count of 0; there has to be room.
    mutating func insert(_ key: [UInt8], _ hash: UInt64, _ payload: Payload) -> Int {
        places[hash] = entries.count
        entries.append(Entry(key: key, hash: hash, count: 0, error: missing, payload: payload))
        return entries.count - 1
    }

    /// Notes that an item occurred that can't have an entry.
    mutating func pass() { missing += 1 }

    /// Makes room for others.
    ///
    /// - Returns: What had to go.
    mutating func dropRarer() -> [Entry] { keep(limit / 2) }

    /// Drops all but the most frequent entries; those that remain are in order, the most frequent first.
    ///
    /// - Returns: What had to go.
    @discardableResult
    mutating func keep(_ count: Int) -> [Entry] {
        guard entries.count > count else { return [] }
        entries.sort(by: Self.isBefore)
        let dropped = Array(entries[count...])
        entries.removeLast(dropped.count)
        missing = max(missing, dropped.lazy.map { $0.count + $0.error }.max() ?? 0)
        places = Dictionary(uniqueKeysWithValues: entries.enumerated().map { ($1.hash, $0) })
        return dropped
    }

    /// Changes how many entries there may be, once there are no more.
    mutating func setLimit(_ limit: Int) {
        keep(limit)
        self.limit = limit
    }

    /// Adds what was counted elsewhere.
    ///
    /// - Parameters:
    ///   - other: The other counts.
    ///   - merge: Adds a payload to the one of the same item here.
    ///   - drop: Told what had to go.
    mutating func merge(
        _ other: FrequentItems,
        merge: (inout Payload, Payload) -> Void,
        drop: (Entry) -> Void = { _ in }
    ) {
        for index in entries.indices { entries[index].error += other.missing }
        missing += other.missing
        for entry in other.entries {
            if let place = place(of: entry.hash) {
                entries[place].count += entry.count
                entries[place].error += entry.error - other.missing
                merge(&entries[place].payload, entry.payload)
                continue
            }
            if isFull { dropRarer().forEach(drop) }
            let place = insert(entry.key, entry.hash, entry.payload)
            entries[place].count = entry.count
            // It may have been here, and been dropped.
            entries[place].error = entry.error + missing - other.missing
        }
    }

    /// Puts an entry back that was stored.
    ///
    /// - Returns: Whether there was room, and no other with its hash.
    mutating func restore(_ entry: Entry) -> Bool {
        guard !isFull, places[entry.hash] == nil else { return false }
        places[entry.hash] = entries.count
        entries.append(entry)
        return true
    }

    /// The most frequent first; of those that are as frequent, the one whose key is less.
    package static func isBefore(_ left: Entry, _ right: Entry) -> Bool {
        left.count == right.count ? left.key.lexicographicallyPrecedes(right.key) : left.count > right.count
    }
}
