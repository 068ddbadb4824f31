internal import Crypto
internal import Synchronization

/// Turns a sender's address into a code that is the same all day and means nothing the day after.
///
/// HMAC-SHA-256 under a random salt that lives in memory only, and only for one UTC day: afterwards, or after a
/// restart, nobody can compute which address a code stood for.
package final class AddressHasher: Sendable {
    private struct Salt {
        let day: CalendarDay
        let key = SymmetricKey(size: .bits256)

        /// The codes of addresses that came lately.
        var codes: [String: String] = [:]
    }

    /// Addresses whose code is remembered.
    private static let rememberedAddresses = 4_096

    private let salt: Mutex<Salt?> = Mutex(nil)

    package init() {}

    /// 32 hexadecimal digits (128 bits) for an address.
    package func hash(_ address: String, now: Timestamp) -> String {
        let day = CalendarDay(now)
        return salt.withLock { salt in
            var current = salt.take() ?? Salt(day: day)
            if current.day != day { current = Salt(day: day) }
            defer { salt = current }
            if let code = current.codes[address] { return code }
            let code = HMAC<SHA256>.authenticationCode(for: Array(address.utf8), using: current.key)
            if current.codes.count >= Self.rememberedAddresses { current.codes.removeAll() }
            let text = code.prefix(16).hexadecimal
            current.codes[address] = text
            return text
        }
    }
}
