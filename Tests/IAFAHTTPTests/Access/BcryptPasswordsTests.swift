import IAFABcrypt
import IAFACore
import Synchronization
import Testing

@Suite struct BcryptPasswordsTests {
    private let passwords = BcryptPasswords(cost: 4)

    @Test func onlyTheRightPasswordOfVeryManyIsRight() async throws {
        let hash = try await passwords.hash("correct horse")
        #expect(hash.hasPrefix("$2b$04$"))
        #expect(try await passwords.verify("correct horse", against: hash))
        for index in 0..<500 {
            let isRight = try await passwords.verify("wrong horse \(index)", against: hash)
            #expect(!isRight, "wrong horse \(index)")
        }
    }

    @Test func whereThereIsNoHashNothingIsRight() async throws {
        for password in ["", "correct horse"] {
            #expect(try await !passwords.verify(password, against: nil))
        }
    }

    @Test func theSamePasswordHasAnotherHashEachTime() async throws {
        let hashes = [try await passwords.hash("correct horse"), try await passwords.hash("correct horse")]
        #expect(hashes[0] != hashes[1])
        for hash in hashes { #expect(try await passwords.verify("correct horse", against: hash)) }
    }

    @Test func aHashOfBcryptsTestVectorsIsUnderstood() async throws {
        // From the test suite of libxcrypt, `crypt-bcrypt`.
        let hash = "$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"
        #expect(try await passwords.verify("U*U", against: hash))
        #expect(try await !passwords.verify("U*U*", against: hash))
    }

    @Test func aStoredHashThatIsNoneMatchesNothing() async throws {
        for hash in ["", "x", "*0", "$2b$", "$2b$04$short", "$1$salt$hash"] {
            #expect(try await !passwords.verify("correct horse", against: hash), "\(hash)")
        }
    }

    @Test func aCrowdIsToldToComeAgain() async throws {
        let narrow = BcryptPasswords(cost: 8, width: 1, waiting: 0)
        // Each goes on until one of them was told so.
        let refusal = Refusal()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    while !refusal.came.withLock({ $0 }) {
                        do throws(PasswordHashingError) {
                            _ = try await narrow.hash("correct horse")
                        } catch {
                            guard error == .busy else { throw error }
                            refusal.came.withLock { $0 = true }
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        // And there is room again.
        #expect(try await narrow.hash("correct horse").hasPrefix("$2b$08$"))
    }

    private final class Refusal: Sendable {
        let came = Mutex(false)
    }
}
