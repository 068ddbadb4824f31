internal import Foundation
package import IAFACore
internal import JWTKit

/// Makes and checks the tokens with which people ask: signed, short-lived, kept nowhere.
package struct AccessTokens: Sendable {
    /// How long a token is good, in seconds.
    package static let lifetimeSeconds = 900

    private let keys: JWTKeyCollection
    private let clock: any WallClock

    /// `secret`: 32 random bytes that only this installation knows.
    package init(secret: [UInt8], clock: any WallClock) async {
        let id = JWKIdentifier(string: String(SecretHash.sha256(secret.hexadecimal).prefix(8)))
        keys = await JWTKeyCollection().add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256, kid: id)
        self.clock = clock
    }

    private struct Claims: JWTPayload {
        let sub: SubjectClaim
        let iat: IssuedAtClaim
        let exp: ExpirationClaim
        let iss: IssuerClaim

        func verify(using algorithm: some JWTAlgorithm) throws {
            guard iss.value == AccessTokens.issuer else {
                throw JWTError.claimVerificationFailure(failedClaim: iss, reason: "made for something else")
            }
        }
    }

    private static let issuer = "iafa"

    /// A token for a person.
    func issue(for user: Identifier<User>) async throws -> String {
        let now = clock.now.date
        let claims = Claims(
            sub: SubjectClaim(value: user.text),
            iat: IssuedAtClaim(value: now),
            exp: ExpirationClaim(value: now.addingTimeInterval(Double(Self.lifetimeSeconds))),
            iss: IssuerClaim(value: Self.issuer)
        )
        return try await keys.sign(claims)
    }

    /// The person of a token.
    ///
    /// - Throws: ``APIError`` 401.
    func user(of token: String) async throws -> Identifier<User> {
        let claims: Claims
        do {
            claims = try await keys.verify(token, as: Claims.self)
            try claims.exp.verifyNotExpired(currentDate: clock.now.date)
        } catch {
            throw APIError.unauthorized("the access token is invalid or expired; refresh it or sign in again")
        }
        guard let id = Identifier<User>(claims.sub.value) else {
            throw APIError.unauthorized("the access token is invalid")
        }
        return id
    }
}
