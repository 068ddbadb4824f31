internal import IAFACore
internal import Synchronization

/// Keys that were good lately, with their projects, so that a request with one costs a look rather than a hash and two
/// reads of metadata.
///
/// Secrets stay in memory until metadata changes; a revoked key is forgotten at once.
final class KeyRing: Sendable {
    struct Entry: Sendable {
        let key: APIKey
        let project: Project
    }

    private struct State {
        var version = -1
        var entries: [String: Entry] = [:]
    }

    /// Beyond it, all are looked up again.
    private static let capacity = 10_000

    private let state = Mutex(State())

    /// What a secret is good for, as of a version of the metadata; nil where that has to be looked up.
    func entry(_ secret: String, version: Int) -> Entry? {
        state.withLock { $0.version == version ? $0.entries[secret] : nil }
    }

    /// Keeps what was looked up.
    ///
    /// `version`: Of the metadata, asked for before it was looked up.
    func keep(_ entry: Entry, for secret: String, version: Int) {
        state.withLock { state in
            if state.version != version || state.entries.count >= Self.capacity {
                state = State(version: version)
            }
            state.entries[secret] = entry
        }
    }
}
