/// Something that isn't as it should be in a data directory, and what to do about it.
struct Finding: Encodable, Equatable {
    enum Kind: Equatable {
        /// Something is lost, or answers may be wrong.
        case damage
        /// All is there; what was found should be mended all the same.
        case warning
    }

    let kind: Kind
    let path: String
    let message: String
    let remedy: String

    /// For people; not every message names the path.
    var text: String {
        let place = message.contains(path) ? "" : "\(path): "
        let remedy = remedy.isEmpty ? "" : "; \(remedy)"
        return "\(kind == .damage ? "damaged" : "warning"): \(place)\(message)\(remedy)"
    }

    private enum CodingKeys: String, CodingKey { case path, message, remedy }
}
