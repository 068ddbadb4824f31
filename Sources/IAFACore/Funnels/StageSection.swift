/// The events of one type and one UTC day as a stage index holds them, in memory that somebody else keeps: in order of
/// person and time, with a directory by the leading bits of the persons' keys.
///
/// May cross threads unchecked: nobody writes to the memory.
package struct StageSection: @unchecked Sendable {
    /// ``StageRecord``s.
    package let records: UnsafeRawPointer

    /// The number of records.
    package let count: Int

    /// For each value of the leading bits of a key, the place of the first record that has it or a higher one.
    ///
    /// As many as ``directoryBits`` bits have values, then `count`. Ascending, little-endian.
    package let directory: UnsafePointer<UInt32>

    /// 5 or more.
    package let directoryBits: Int

    /// The day's first moment; µs since 1970 UTC.
    package let dayStart: Int64

    /// Memory that whoever made it keeps as long as anybody may use the section.
    package init(
        records: UnsafeRawPointer,
        count: Int,
        directory: UnsafePointer<UInt32>,
        directoryBits: Int,
        dayStart: Int64
    ) {
        self.records = records
        self.count = count
        self.directory = directory
        self.directoryBits = directoryBits
        self.dayStart = dayStart
    }

    /// How many bits a directory has for so many records: about 16 records an entry.
    package static func directoryBits(for count: Int) -> Int {
        let entries = max(1, count / 16)
        let log = Int.bitWidth - 1 - entries.leadingZeroBitCount
        return min(12, max(StageRecord.partitionBits, log))
    }
}
