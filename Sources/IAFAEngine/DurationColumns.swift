/// The times between steps of all persons, gathered by several threads: each partition writes to a part of its own.
///
/// May cross threads unchecked, since none of them touches another's part.
struct DurationColumns: @unchecked Sendable {
    private let stepCount: Int
    private let sizes: UnsafeMutablePointer<Int>
    /// Column 0 is from the first step to the last; column i, from 1, from step i to the next.
    private let columns: UnsafeMutablePointer<UnsafeMutablePointer<Int64>>
    private let places: UnsafeMutablePointer<UnsafeMutablePointer<Int64>>
    private let open: UnsafeMutablePointer<Int>

    /// Columns of the size that the tables' persons fill.
    init(tables: UnsafeMutablePointer<PersonTable>, stepCount: Int) {
        self.stepCount = stepCount
        sizes = .allocate(capacity: stepCount)
        columns = .allocate(capacity: stepCount)
        places = .allocate(capacity: stepCount * StageEventPartitions.count)
        open = .allocate(capacity: stepCount * StageEventPartitions.count)
        open.initialize(repeating: 0, count: stepCount * StageEventPartitions.count)
        sizes.initialize(repeating: 0, count: stepCount)
        // How many persons of a partition fill a column; the places come from it below.
        let counts = UnsafeMutablePointer<Int>.allocate(capacity: stepCount * StageEventPartitions.count)
        defer { counts.deallocate() }
        for partition in 0..<StageEventPartitions.count {
            var beyond = tables[partition].reachCounts[stepCount]
            counts[partition * stepCount] = beyond
            var column = stepCount - 1
            while column > 0 {
                counts[partition * stepCount + column] = beyond
                beyond += tables[partition].reachCounts[column]
                column -= 1
            }
        }
        for index in 0..<stepCount * StageEventPartitions.count { sizes[index % stepCount] += counts[index] }
        for column in 0..<stepCount {
            var place = UnsafeMutablePointer<Int64>.allocate(capacity: sizes[column])
            (columns + column).initialize(to: place)
            for partition in 0..<StageEventPartitions.count {
                (places + partition * stepCount + column).initialize(to: place)
                place += counts[partition * stepCount + column]
            }
        }
    }

    /// Gives the memory back; the columns are not to be used again.
    func deallocate() {
        for column in 0..<stepCount { columns[column].deallocate() }
        sizes.deallocate()
        columns.deallocate()
        places.deallocate()
        open.deallocate()
    }

    /// Where a partition goes on to write, by column; the partition moves them.
    func places(of partition: Int) -> UnsafeMutablePointer<UnsafeMutablePointer<Int64>> {
        places + partition * stepCount
    }

    /// A partition's counts of attempts in progress by reach, from 1 to the number of steps less one; it adds to them.
    func openCounts(of partition: Int) -> UnsafeMutablePointer<Int> { open + partition * stepCount }

    /// A filled column.
    func durations(inColumn column: Int) -> [Int64] {
        Array(UnsafeBufferPointer(start: columns[column], count: sizes[column]))
    }
}
