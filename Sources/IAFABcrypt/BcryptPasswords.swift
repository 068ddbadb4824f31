internal import CCrypt
internal import Foundation
package import IAFACore

/// Passwords as bcrypt hashes (`$2b$`), computed by the system's libxcrypt.
///
/// Slow by design, so that hashing has threads of its own, and few: a crowd that signs in can't take all cores.
package struct BcryptPasswords: PasswordHashing {
    /// The logarithm of the rounds that a new hash takes.
    package static let defaultCost = 12

    private let cost: Int
    private let lane: BlockingLane

    /// What a password of an unknown account is compared with, so that it takes as long as one of a known.
    private let dummyHash: String

    /// - Parameters:
    ///   - cost: 4…31; 12 takes about 0.25 s.
    ///   - width: How many hashes are computed at once.
    ///   - waiting: How many may wait; beyond it callers are told to come again.
    package init(cost: Int = BcryptPasswords.defaultCost, width: Int = 2, waiting: Int = 64) {
        precondition((4...31).contains(cost), "bcrypt's cost is 4 to 31")
        self.cost = cost
        lane = BlockingLane(width: width, limit: width + waiting)
        dummyHash = "$2b$" + (cost < 10 ? "0" : "") + "\(cost)$" + String(repeating: ".", count: 53)
    }

    package func hash(_ password: String) async throws(PasswordHashingError) -> String {
        let cost = self.cost
        let hash = await lane.runIfFree { () -> String? in
            guard let setting = Self.setting(cost: cost) else { return nil }
            return Self.crypt(password, setting)
        }
        guard let hash else { throw .busy }
        guard let hash else { throw .failed }
        return hash
    }

    package func verify(_ password: String, against hash: String?) async throws(PasswordHashingError) -> Bool {
        let known = hash ?? dummyHash
        let isRight = await lane.runIfFree {
            guard let computed = Self.crypt(password, known) else { return false }
            return Self.isSame(computed, known)
        }
        guard let isRight else { throw .busy }
        return isRight && hash != nil
    }

    private static func setting(cost: Int) -> String? {
        var random = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in CChar(bitPattern: UInt8.random(in: 0...255, using: &random)) }
        guard let text = crypt_gensalt_ra("$2b$", UInt(cost), salt, Int32(salt.count)) else { return nil }
        defer { free(text) }
        return String(cString: text)
    }

    private static func crypt(_ password: String, _ setting: String) -> String? {
        var data: UnsafeMutableRawPointer?
        var size: Int32 = 0
        defer { free(data) }
        guard let text = crypt_ra(password, setting, &data, &size) else { return nil }
        let hash = String(cString: text)
        // A hash begins with `$`; what the library gives in place of an error begins with `*`.
        return hash.hasPrefix("$") ? hash : nil
    }

    /// Compares in a time that doesn't tell where the texts differ.
    private static func isSame(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        // In Swift `|` and `^` bind alike, from the left: without the parentheses, equal bytes would undo a difference.
        return zip(left.utf8, right.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
