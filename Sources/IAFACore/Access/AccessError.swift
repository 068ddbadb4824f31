/// Why somebody may not do what they asked.
package enum AccessError: Error, Sendable, Equatable {
    /// No account has this email with this password.
    case wrongCredentials
    /// The refresh token is unknown, expired, or was used before; the person signs in again.
    case wrongRefreshToken
    /// There is an account with this email already.
    case emailTaken
    /// The person's role does not allow it.
    case forbidden(Action)
    /// There is no such thing, or it belongs to somebody else.
    case notFound(String)
}
