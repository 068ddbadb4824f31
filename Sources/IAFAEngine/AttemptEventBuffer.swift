/// A growing run of events in memory of its own; whoever holds it frees it.
@usableFromInline
struct AttemptEventBuffer {
    @usableFromInline var base: UnsafeMutablePointer<AttemptEvent>
    @usableFromInline var count = 0
    @usableFromInline var capacity = 0

    /// An empty run.
    init() { base = .allocate(capacity: 0) }

    /// Half as much room again, or the first: what a scan keeps has a bound, so its room must not outgrow it.
    @usableFromInline
    @inline(never)
    mutating func grow() { reserve(max(8, capacity + capacity / 2)) }

    /// Makes room for `wanted` events altogether.
    mutating func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let larger = UnsafeMutablePointer<AttemptEvent>.allocate(capacity: wanted)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity = wanted
    }

    /// Gives the memory back and is empty.
    mutating func removeAll() {
        base.deallocate()
        self = AttemptEventBuffer()
    }

    /// Gives the memory back; the buffer is not to be used again.
    func deallocate() { base.deallocate() }
}
