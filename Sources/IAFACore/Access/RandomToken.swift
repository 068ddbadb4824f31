/// Text that nobody can guess.
package enum RandomToken {
    /// 256 random bits as 43 characters of URL-safe base 64.
    package static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        let bytes = (0..<43).map { _ in alphabet[Int.random(in: 0..<64, using: &generator)] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
