/// Finds an event type among several by its bytes, without making a string of them.
///
/// Safe to use from many threads at once.
package struct EventTypeTable: Sendable {
    private let types: [[UInt8]]
    /// Open addressing by the hash of an event type: its place plus one or, where it is free, 0.
    ///
    /// Its size is a power of two, and it is at most half full.
    private let table: [UInt32]

    /// A table of types in UTF-8, each once.
    package init(_ types: [[UInt8]]) {
        self.types = types
        var size = 2
        while size < 2 * types.count { size *= 2 }
        var table = [UInt32](repeating: 0, count: size)
        for (index, type) in types.enumerated() {
            var slot = type.withUnsafeBytes { Self.slot(of: $0, in: size) }
            while table[slot] != 0 { slot = (slot + 1) & (size - 1) }
            table[slot] = UInt32(index + 1)
        }
        self.table = table
    }

    /// The place of a type among those given; nil where it is none of them.
    package func place(of type: UnsafeRawBufferPointer) -> Int? {
        var slot = Self.slot(of: type, in: table.count)
        while table[slot] != 0 {
            let place = Int(table[slot]) - 1
            let isSame = types[place].withUnsafeBytes { JSONBytes.equal($0, type) }
            if isSame { return place }
            slot = (slot &+ 1) & (table.count &- 1)
        }
        return nil
    }

    private static func slot(of type: UnsafeRawBufferPointer, in size: Int) -> Int {
        Int(truncatingIfNeeded: PersonKey.hash(type, seed: 0)) & (size &- 1)
    }
}
