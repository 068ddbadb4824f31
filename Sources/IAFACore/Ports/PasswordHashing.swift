/// Turns passwords into hashes that are slow to guess from.
package protocol PasswordHashing: Sendable {
    /// A new salted hash.
    ///
    /// - Throws: ``PasswordHashingError``.
    func hash(_ password: String) async throws(PasswordHashingError) -> String

    /// Whether a password belongs to a hash. Takes the same time where there is no hash, and then answers false.
    ///
    /// - Throws: ``PasswordHashingError``.
    func verify(_ password: String, against hash: String?) async throws(PasswordHashingError) -> Bool
}

/// Why a password could not be hashed.
package enum PasswordHashingError: Error, Sendable, Equatable {
    /// As many hashes as may be computed at once are being computed, and enough wait.
    case busy
    /// The system's library refused.
    case failed
}
