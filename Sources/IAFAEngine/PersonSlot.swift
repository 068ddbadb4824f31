/// What a ``PersonTable`` keeps of a person; 32 bytes, and a block of times for those who got beyond the first step.
struct PersonSlot {
    var key: UInt64

    /// The beginning of the latest attempt.
    var latestStart: Int64

    /// At reach 1, the beginning of the first attempt; beyond, the address of a block.
    ///
    /// Between reach 1 and the last step the block holds, for each step i from the second to the reach, the i times of
    /// the attempt that began last of those that have taken i steps; then the times of the attempt that counts. At the
    /// last step it holds the latter only.
    var word: Int64

    /// The number of steps taken by the attempt that counts; 0 where the slot is free.
    var reach: UInt8

    /// The block of a person beyond the first step.
    @inline(__always)
    var block: UnsafeMutablePointer<Int64> {
        get { UnsafeMutablePointer(bitPattern: Int(truncatingIfNeeded: word)).unsafelyUnwrapped }
        set { word = Int64(Int(bitPattern: newValue)) }
    }

    /// Where the times of the attempt for step `step`, from 2, stand in a block: after 2, 3, … `step - 1` others.
    @inline(__always)
    static func offset(ofStep step: Int) -> Int { (step &* (step &- 1)) &>> 1 &- 1 }

    /// The size of the block of a person who got to `reach`, from 2, but not to the last step; in words.
    @inline(__always)
    static func blockSize(reach: Int) -> Int { offset(ofStep: reach &+ 1) &+ reach }
}
