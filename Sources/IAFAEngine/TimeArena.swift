/// Small blocks of times, taken from chunks and reused by size; everything goes at once with the arena.
struct TimeArena {
    /// Chunks grow with the arena between these sizes, so that small ones waste little and large ones are few.
    private static let chunkWords = 1 << 9...1 << 15

    /// Per size in words, the first free block; its first word is the address of the next.
    private let free: UnsafeMutablePointer<Int>
    private let largestBlock: Int
    /// The latest chunk; the first word of each is the address of the one before it.
    private var chunk: UnsafeMutablePointer<Int64>?
    private var next = 0
    private var end = 0
    private var allocatedWords = 0

    /// An arena for blocks of 1…`largestBlock` words.
    init(largestBlock: Int) {
        precondition(largestBlock < Self.chunkWords.lowerBound, "a chunk holds several blocks")
        self.largestBlock = largestBlock
        free = .allocate(capacity: largestBlock + 1)
        free.initialize(repeating: 0, count: largestBlock + 1)
    }

    /// Gives all memory back; the arena is not to be used again.
    func deallocate() {
        free.deallocate()
        var chunk = chunk
        while let current = chunk {
            chunk = UnsafeMutablePointer(bitPattern: Int(current[0]))
            current.deallocate()
        }
    }

    /// A block of `words` words with any content.
    @inline(__always)
    mutating func take(_ words: Int) -> UnsafeMutablePointer<Int64> {
        if let block = UnsafeMutablePointer<Int64>(bitPattern: free[words]) {
            free[words] = Int(block[0])
            return block
        }
        if end &- next < words { addChunk() }
        let block = chunk.unsafelyUnwrapped + next
        next &+= words
        return block
    }

    /// Takes back a block of `words` words.
    @inline(__always)
    mutating func give(_ block: UnsafeMutablePointer<Int64>, _ words: Int) {
        block[0] = Int64(free[words])
        free[words] = Int(bitPattern: block)
    }

    @inline(never)
    private mutating func addChunk() {
        let words = min(max(allocatedWords / 4, Self.chunkWords.lowerBound), Self.chunkWords.upperBound)
        let larger = UnsafeMutablePointer<Int64>.allocate(capacity: words)
        larger.initialize(repeating: 0, count: words)
        larger[0] = Int64(Int(bitPattern: chunk))
        chunk = larger
        next = 1
        end = words
        allocatedWords &+= words
    }
}
