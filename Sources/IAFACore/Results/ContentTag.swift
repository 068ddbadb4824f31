internal import Crypto

/// Names bytes by what they are.
package enum ContentTag {
    /// 128 bits of the SHA-256 of bytes, in hexadecimal: others have the same one only by a chance that never comes.
    package static func text(of bytes: some Sequence<UInt8>) -> String {
        var digits: [UInt8] = []
        digits.reserveCapacity(32)
        let alphabet = Array("0123456789abcdef".utf8)
        for byte in SHA256.hash(data: Array(bytes)).prefix(16) {
            digits.append(alphabet[Int(byte >> 4)])
            digits.append(alphabet[Int(byte & 15)])
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
