/// What is wrong with the bytes where a frame should be.
enum JournalFrameError: Error, CustomStringConvertible {
    case incomplete, impossibleLength, wrongChecksum

    var description: String {
        switch self {
        case .incomplete: "an incomplete record"
        case .impossibleLength: "a record of impossible length"
        case .wrongChecksum: "a record with a wrong checksum"
        }
    }
}
