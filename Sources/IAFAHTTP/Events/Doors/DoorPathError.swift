/// Why a path can't be one of the server's.
package enum DoorPathError: Error, Sendable, Equatable, CustomStringConvertible {
    /// It is no path.
    case malformed(String)
    /// It begins as the server's own routes do.
    case taken(String)
    /// Two doors, which it names, would have a path in common.
    case conflict(String, String, String)

    package var description: String {
        switch self {
        case .malformed(let text):
            "'\(text)' is no path: write '/', or steps such as '/stuff/in' of letters, digits, '-', '_', '.' and '~', "
                + "at most 100 characters; or 'off'"
        case .taken(let text): "'\(text)' is the server's own; choose another path"
        case .conflict(let path, let one, let other):
            "the path '\(path)' would belong to \(one) and to \(other); choose others"
        }
    }
}
