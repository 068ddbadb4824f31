/// An open file and the path that it was opened under, so that every error can name it.
package struct DiskFile: Sendable {
    package let descriptor: Int32
    package let path: String

    package init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }
}
