/// Reads the text of IP addresses, strictly: what differs between readers is refused, such as octal numbers.
enum NetworkAddressText {
    /// The 32 bits of `1.2.3.4`.
    static func fourBytes(_ text: ArraySlice<UInt8>) -> UInt32? {
        var address: UInt32 = 0
        var part: UInt32 = 0
        var digits = 0
        var parts = 1
        for byte in text {
            if byte == UInt8(ascii: ".") {
                guard digits > 0, parts < 4 else { return nil }
                address = address << 8 | part
                part = 0
                digits = 0
                parts += 1
            } else {
                guard let digit = decimal(byte), digits == 0 || part > 0 else { return nil }
                part = part * 10 + digit
                digits += 1
                guard part <= 255 else { return nil }
            }
        }
        return parts == 4 && digits > 0 ? address << 8 | part : nil
    }

    /// The 128 bits of `2001:db8::1` or `::ffff:1.2.3.4`.
    static func sixteenBytes(_ text: ArraySlice<UInt8>) -> (high: UInt64, low: UInt64)? {
        var groups: [UInt16] = []
        // Where `::` stands, in groups.
        var gap: Int?
        var rest = text
        if rest.starts(with: "::".utf8) {
            gap = 0
            rest = rest.dropFirst(2)
        }
        while !rest.isEmpty {
            let end = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
            let part = rest[rest.startIndex..<end]
            if part.contains(UInt8(ascii: ".")) {
                guard end == rest.endIndex, let address = fourBytes(part) else { return nil }
                groups += [UInt16(truncatingIfNeeded: address >> 16), UInt16(truncatingIfNeeded: address)]
                break
            }
            guard let group = hexadecimal(part) else { return nil }
            groups.append(group)
            guard groups.count <= 8 else { return nil }
            rest = rest[end...].dropFirst()
            if end == text.endIndex { break }
            if rest.first == UInt8(ascii: ":") {
                guard gap == nil else { return nil }
                gap = groups.count
                rest = rest.dropFirst()
            } else if rest.isEmpty {
                return nil
            }
        }
        return halves(groups, gap: gap)
    }

    private static func halves(_ groups: [UInt16], gap: Int?) -> (high: UInt64, low: UInt64)? {
        guard gap == nil ? groups.count == 8 : groups.count < 8 else { return nil }
        var whole = groups
        if let gap { whole.insert(contentsOf: repeatElement(0, count: 8 - groups.count), at: gap) }
        let half = { (part: ArraySlice<UInt16>) in part.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
        return (half(whole[..<4]), half(whole[4...]))
    }

    private static func hexadecimal(_ text: ArraySlice<UInt8>) -> UInt16? {
        guard (1...4).contains(text.count) else { return nil }
        var value: UInt16 = 0
        for byte in text {
            guard let digit = decimal(byte) ?? letter(byte) else { return nil }
            value = value << 4 | UInt16(digit)
        }
        return value
    }

    private static func decimal(_ byte: UInt8) -> UInt32? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) ? UInt32(byte - UInt8(ascii: "0")) : nil
    }

    private static func letter(_ byte: UInt8) -> UInt32? {
        let lower = byte | 0x20
        return (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(lower) ? UInt32(lower - UInt8(ascii: "a")) + 10 : nil
    }
}
