/// Why a journal could not be opened or read.
package enum JournalError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A record that was on disk can't be read any more.
    case damaged(JournalFinding)
    /// A file can't be opened, read or written.
    case disk(DiskError)

    package var description: String {
        switch self {
        case .damaged(let finding): "\(finding); run 'iafa verify' to see what is affected"
        case .disk(let error): error.description
        }
    }
}
