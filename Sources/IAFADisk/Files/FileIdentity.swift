/// What changes when a file is replaced or written: enough to know whether it must be read again.
package struct FileIdentity: Sendable, Equatable {
    /// What a path leads to, links followed.
    package enum Kind: Sendable {
        case file, folder, other
    }

    package let kind: Kind
    package let device: UInt64
    package let inode: UInt64
    package let byteCount: Int

    /// When it was last written, in ns since 1970.
    package let modified: Int64
}
