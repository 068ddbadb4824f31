internal import IAFACore

/// What one worker of a sweep counted.
struct SweepResults {
    private let stepCount: Int
    /// The moment of the question in µs.
    private let now: Int64
    /// Persons by reach, from 1 on, whose attempt is in progress.
    let openCounts: UnsafeMutablePointer<Int>
    /// Column 0: the times from the first step to the last; column i, from 1: from step i to the next.
    private let columns: UnsafeMutablePointer<DurationBuffer>

    /// Of a funnel of so many steps, asked at a moment; nothing counted yet.
    init(stepCount: Int, now: Timestamp) {
        self.stepCount = stepCount
        self.now = now.microseconds
        openCounts = .allocate(capacity: stepCount + 1)
        openCounts.initialize(repeating: 0, count: stepCount + 1)
        columns = .allocate(capacity: stepCount)
        for column in 0..<stepCount { (columns + column).initialize(to: DurationBuffer()) }
    }

    /// Gives the memory back; the results are not to be used again.
    func deallocate() {
        for column in 0..<stepCount { columns[column].deallocate() }
        columns.deallocate()
        openCounts.deallocate()
    }

    /// Takes in a person's attempt that counts.
    ///
    /// - Parameters:
    ///   - times: Of its steps, as many as `reach`.
    ///   - reach: At least 1.
    ///   - window: In µs.
    @inline(__always)
    func add(_ times: UnsafePointer<Int64>, reach: Int, window: UInt64) {
        if reach < stepCount {
            let isOpen = now < times[0] || UInt64(bitPattern: now &- times[0]) <= window
            openCounts[reach] &+= isOpen ? 1 : 0
        } else {
            columns[0].append(times[stepCount &- 1] &- times[0])
        }
        var step = 1
        while step < reach {
            columns[step].append(times[step] &- times[step &- 1])
            step &+= 1
        }
    }

    /// The number of times in a column.
    func count(inColumn column: Int) -> Int { columns[column].count }

    /// Copies a column.
    func copy(column: Int, to target: UnsafeMutablePointer<Int64>) {
        target.initialize(from: columns[column].base, count: columns[column].count)
    }
}

/// A growing run of times.
struct DurationBuffer {
    private(set) var base: UnsafeMutablePointer<Int64> = .allocate(capacity: 0)
    private(set) var count = 0
    private var capacity = 0

    @inline(__always)
    mutating func append(_ duration: Int64) {
        if count == capacity { grow() }
        (base + count).initialize(to: duration)
        count &+= 1
    }

    @inline(never)
    private mutating func grow() {
        let wanted = max(256, 2 * capacity)
        let larger = UnsafeMutablePointer<Int64>.allocate(capacity: wanted)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity = wanted
    }

    /// Gives the memory back; the buffer is not to be used again.
    func deallocate() { base.deallocate() }
}
