internal import IAFACore
internal import ServiceLifecycle
internal import Synchronization

/// Writes down when each key was last used, to the minute, beside the requests that use it: none waits for the disk.
final class KeyUseRecorder: Service {
    /// Uses that may wait; beyond it the newest are dropped, and noted a minute later.
    private static let capacity = 1_000

    /// Keys whose last note is remembered.
    private static let rememberedKeys = 10_000

    private let metadata: any MetadataStore
    private let clock: any WallClock
    private let noted: Mutex<[Identifier<APIKey>: Timestamp]> = Mutex([:])
    private let uses: AsyncStream<Use>
    private let continuation: AsyncStream<Use>.Continuation

    private struct Use {
        let key: Identifier<APIKey>
        let time: Timestamp
    }

    init(metadata: any MetadataStore, clock: any WallClock) {
        self.metadata = metadata
        self.clock = clock
        (uses, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(Self.capacity))
    }

    /// Takes note that a key is used now.
    func note(_ key: Identifier<APIKey>) {
        let now = clock.now
        if isDue(key, now: now) { continuation.yield(Use(key: key, time: now)) }
    }

    func run() async {
        for await use in uses.cancelOnGracefulShutdown() {
            // What a key is used for goes on where this can't be written.
            _ = try? await metadata.update(use.key) { key in
                key.lastUsedAt = use.time
                return true
            }
        }
    }

    private func isDue(_ key: Identifier<APIKey>, now: Timestamp) -> Bool {
        noted.withLock { noted in
            if let last = noted[key], now - last < .seconds(60) { return false }
            if noted.count >= Self.rememberedKeys { noted.removeAll() }
            noted[key] = now
            return true
        }
    }
}
