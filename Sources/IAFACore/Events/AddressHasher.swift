internal import Crypto
internal import Synchronization

/// Turns a sender's address into a code that is the same all day and means nothing the day after.
///
/// HMAC-SHA-256 under a random salt that lives in memory only, and only for one UTC day: afterwards, or after a
/// restart, nobody can compute which address a code stood for.
package final class AddressHasher: Sendable {
    private struct Salt {
        var day: CalendarDay
        var key: SymmetricKey
    }

    private let salt: Mutex<Salt?> = Mutex(nil)

    package init() {}

    /// 32 hexadecimal digits (128 bits) for an address.
    package func hash(_ address: String, now: Timestamp) -> String {
        let day = CalendarDay(now)
        let key = salt.withLock { salt in
            if let salt, salt.day == day { return salt.key }
            let fresh = SymmetricKey(size: .bits256)
            salt = Salt(day: day, key: fresh)
            return fresh
        }
        let code = HMAC<SHA256>.authenticationCode(for: Array(address.utf8), using: key)
        return code.prefix(16).hexadecimal
    }
}
