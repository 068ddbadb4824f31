/// An event as a stage index holds it: person and time in 12 bytes, ordered as two numbers by person, then by time.
///
/// The first number, 64 bits, has the person's key without its leading ``partitionBits`` bits, then the highest bits of
/// the time; the second, 32 bits, the rest of the time. The leading bits follow from where a record stands. Times are
/// µs since the day began, less than 2³⁷. Files hold both numbers little-endian. The engine reads them itself.
package enum StageRecord {
    /// The size of a record.
    package static let byteCount = 12

    /// The leading bits of a key that name its partition; as many as the high part of a time has.
    package static let partitionBits = 5

    /// The first number.
    package static func word(key: UInt64, timeInDay: Int64) -> UInt64 {
        key &<< UInt64(partitionBits) | UInt64(truncatingIfNeeded: timeInDay &>> 32) & 31
    }

    /// The second number.
    package static func rest(timeInDay: Int64) -> UInt32 { UInt32(truncatingIfNeeded: timeInDay) }
}
