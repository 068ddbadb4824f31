/// A growing run of events in memory of its own; whoever holds it frees it.
@usableFromInline
struct StageEventBuffer {
    @usableFromInline var base: UnsafeMutablePointer<StageEvent>
    @usableFromInline var count = 0
    @usableFromInline var capacity = 0

    /// An empty run.
    init() { base = .allocate(capacity: 0) }

    /// Doubles the room, or makes the first.
    @usableFromInline
    @inline(never)
    mutating func grow() { reserve(max(64, 2 * capacity)) }

    /// Makes room for `wanted` events altogether.
    mutating func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let larger = UnsafeMutablePointer<StageEvent>.allocate(capacity: wanted)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity = wanted
    }

    /// Gives the memory back; the buffer is not to be used again.
    func deallocate() { base.deallocate() }
}
