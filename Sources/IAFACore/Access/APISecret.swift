internal import Crypto

/// A key's secret as its holder sees it: shown once, kept only as a hash.
package struct APISecret: Sendable {
    package let text: String

    /// The part that may be shown again.
    package var prefix: String { String(text.prefix(12)) }

    /// SHA-256 of the text, in hexadecimal: what is stored and looked up.
    package var hash: String { SecretHash.sha256(text) }

    package init(text: String) { self.text = text }

    /// Makes a secret of 256 random bits: `iafa_` and 43 characters of URL-safe base 64.
    package static func random() -> APISecret { APISecret(text: "iafa_" + RandomToken.make()) }
}

/// A hash of a secret that has enough randomness of its own.
package enum SecretHash {
    /// SHA-256 in hexadecimal.
    package static func sha256(_ text: String) -> String {
        SHA256.hash(data: Array(text.utf8)).hexadecimal
    }
}

extension Sequence where Element == UInt8 {
    /// Two lower-case digits a byte.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in self {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
