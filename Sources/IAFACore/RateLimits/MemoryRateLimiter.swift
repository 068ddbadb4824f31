internal import Synchronization

/// Counts in this process's memory, of which it takes 4.5 MiB whoever comes.
///
/// A restart forgets what was counted. Several servers count each for itself.
package final class MemoryRateLimiter: ImmediateRateLimiter {
    /// A part of the table with a lock of its own.
    private final class Shard: Sendable {
        let table: Mutex<SlidingWindowTable>

        init(rows: Int) { table = Mutex(SlidingWindowTable(rows: rows)) }
    }

    private static let shardCount = 64

    /// Addresses that are told apart at once, and keys; they don't drive each other out.
    private let addresses: [Shard]
    private let keys: [Shard]
    private let clock: any WallClock

    /// - Parameters:
    ///   - clock: Tells what minute it is.
    ///   - addresses: How many addresses are counted apart at once; rounded to 512 times a power of two.
    package init(clock: any WallClock, addresses: Int = 65_536) {
        self.clock = clock
        let rows = max(1, addresses / Self.shardCount / SlidingWindowTable.rowLength)
        self.addresses = Self.shards(rows: 1 << (Int.bitWidth - 1 - rows.leadingZeroBitCount))
        keys = Self.shards(rows: 16)
    }

    private static func shards(rows: Int) -> [Shard] { (0..<shardCount).map { _ in Shard(rows: rows) } }

    package func takeNow(_ cost: Int, from first: RateQuota, and second: RateQuota?) -> RateVerdict {
        let now = clock.now
        let verdict = take(cost, from: first, now: now)
        guard let second else { return verdict }
        let other = take(cost, from: second, now: now)
        switch (verdict.isAllowed, other.isAllowed) {
        case (true, true): return other.remaining < verdict.remaining ? other : verdict
        case (false, false): return other.retrySeconds > verdict.retrySeconds ? other : verdict
        case (true, false):
            giveBack(cost, to: first, now: now)
            return other
        case (false, true):
            giveBack(cost, to: second, now: now)
            return verdict
        }
    }

    package func giveBack(_ cost: Int, to first: RateQuota, and second: RateQuota?) {
        let now = clock.now
        giveBack(cost, to: first, now: now)
        if let second { giveBack(cost, to: second, now: now) }
    }

    private func take(_ cost: Int, from quota: RateQuota, now: Timestamp) -> RateVerdict {
        withWindow(of: quota.subject, now: now) { window in
            let isAllowed = cost <= quota.limit - window.used
            if isAllowed { window.add(cost) }
            return RateVerdict(
                isAllowed: isAllowed,
                subject: quota.subject,
                limit: quota.limit,
                remaining: max(0, quota.limit - window.used),
                resetSeconds: window.seconds(untilAtMost: 0, from: now),
                retrySeconds: isAllowed ? 0 : max(1, window.seconds(untilAtMost: max(0, quota.limit - cost), from: now))
            )
        }
    }

    private func giveBack(_ cost: Int, to quota: RateQuota, now: Timestamp) {
        withWindow(of: quota.subject, now: now) { $0.remove(cost) }
    }

    private func withWindow<Value: Sendable>(
        of subject: RateSubject,
        now: Timestamp,
        _ body: (inout SlidingWindow) -> Value
    ) -> Value {
        let fingerprint = SlidingWindowTable.Fingerprint(first: Self.hash(subject, 1), second: Self.hash(subject, 2))
        let shards = if case .key = subject { keys } else { addresses }
        let shard = shards[Int(truncatingIfNeeded: fingerprint.first & UInt64(Self.shardCount - 1))]
        return shard.table.withLock { $0.withWindow(of: fingerprint, at: now, body) }
    }

    /// Nobody outside can compute it: the seed is the process's own.
    private static func hash(_ subject: RateSubject, _ salt: UInt8) -> UInt64 {
        var hasher = Hasher()
        hasher.combine(salt)
        hasher.combine(subject)
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
