internal import IAFACore
internal import Synchronization

/// Summaries in memory, up to a number of bytes: of files that are asked for again and again, and of the older days of
/// a project together.
final class SummaryCache: Sendable {
    /// Tells one state of a file from all others.
    struct FileVersion: Hashable, Sendable {
        let project: Identifier<Project>
        let name: EventFileName
        let last: UInt64
        let events: Int

        init(_ file: EventFile) {
            project = file.project
            name = file.name
            last = file.footer.last
            events = file.footer.events
        }
    }

    /// The summary of several files.
    struct Sum: Sendable {
        var files: Set<FileVersion> = []
        var summary = TaxonomySummary()
    }

    private enum Key: Hashable {
        case file(FileVersion)
        case sum(Identifier<Project>)
    }

    private struct Entry {
        let sum: Sum
        let bytes: Int
        var lastUse: UInt64
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        var bytes = 0
        var lastUse: UInt64 = 0
    }

    private let limit: Int
    private let state = Mutex(State())

    /// `limit`: In bytes, about.
    init(limit: Int = 32 << 20) { self.limit = limit }

    /// Bytes of memory in use, about.
    var byteCount: Int { state.withLock(\.bytes) }

    func summary(of file: FileVersion) -> TaxonomySummary? { take(.file(file))?.summary }

    func keep(_ summary: TaxonomySummary, of file: FileVersion) {
        keep(Sum(files: [file], summary: summary), as: .file(file))
    }

    func sum(of project: Identifier<Project>) -> Sum? { take(.sum(project)) }

    func keep(_ sum: Sum, of project: Identifier<Project>) { keep(sum, as: .sum(project)) }

    /// Forgets a project.
    func removeAll(of project: Identifier<Project>) {
        state.withLock { state in
            for (key, entry) in state.entries {
                switch key {
                case .sum(project): break
                case .file(let file) where file.project == project: break
                default: continue
                }
                state.entries[key] = nil
                state.bytes -= entry.bytes
            }
        }
    }

    private func take(_ key: Key) -> Sum? {
        state.withLock { state in
            state.lastUse += 1
            state.entries[key]?.lastUse = state.lastUse
            return state.entries[key]?.sum
        }
    }

    private func keep(_ sum: Sum, as key: Key) {
        let bytes = sum.summary.memoryBytes + sum.files.count * 100
        guard bytes <= limit else { return }
        state.withLock { state in
            state.bytes += bytes - (state.entries[key]?.bytes ?? 0)
            state.lastUse += 1
            state.entries[key] = Entry(sum: sum, bytes: bytes, lastUse: state.lastUse)
            while state.bytes > limit, let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse }) {
                state.entries[oldest.key] = nil
                state.bytes -= oldest.value.bytes
            }
        }
    }
}
