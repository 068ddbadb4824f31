import IAFACore

/// Random JSON values and ways to write them, from a seed.
struct RandomJSON {
    var random: SplitMix64

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    static let names = [
        "a", "b", "cart", "total", "cart.total", "a.b", "a.b.cart", "é", "", "\"", "event_type", "a\\b",
    ]

    mutating func value(depth: Int = 4) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .number(number())
        case 3, 4: return .string(string())
        case 5: return .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in value(depth: depth - 1) })
        default: return object(depth: depth)
        }
    }

    mutating func object(depth: Int = 4) -> JSONValue {
        .object(
            (0..<Int.random(in: 0..<6, using: &random)).map { _ in
                JSONMember(
                    name: Self.names.randomElement(using: &random) ?? "",
                    value: value(depth: depth - 1)
                )
            }
        )
    }

    mutating func number() -> Double {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return Double(Int.random(in: -1000...1000, using: &random))
        case 1: return Double(Int.random(in: -1_000_000...1_000_000, using: &random)) / 100
        case 2: return Double(Int64(truncatingIfNeeded: random.next()))
        default:
            let value = Double(bitPattern: random.next())
            return value.isFinite ? value : 0.1
        }
    }

    mutating func string() -> String {
        let scalars: [Unicode.Scalar] = [
            "a", "Z", " ", "\"", "\\", "/", "\n", "\u{1}", "é", "€", "😀", "\u{10FFFF}", "0",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<20, using: &random) {
            text.append(scalars.randomElement(using: &random) ?? "a")
        }
        return String(text)
    }

    /// Writes a value with random white space and escapes where JSON leaves the choice.
    mutating func write(_ value: JSONValue) -> String {
        switch value {
        case .null, .bool, .number:
            return space() + value.serialized() + space()
        case .string(let text):
            return space() + quote(text) + space()
        case .array(let elements):
            var parts: [String] = []
            for element in elements { parts.append(write(element)) }
            return space() + "[" + (parts.isEmpty ? space() : parts.joined(separator: ",")) + "]" + space()
        case .object(let members):
            var parts: [String] = []
            for member in members {
                parts.append(space() + quote(member.name) + space() + ":" + write(member.value))
            }
            return space() + "{" + (parts.isEmpty ? space() : parts.joined(separator: ",")) + "}" + space()
        }
    }

    private mutating func space() -> String {
        ["", "", "", "", " ", "\n\t", "\r\n"].randomElement(using: &random) ?? ""
    }

    private mutating func quote(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if Int.random(in: 0..<4, using: &random) == 0 {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: Bool.random(using: &random))
                    quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                quoted += JSONValue.string(String(scalar)).serialized().dropFirst().dropLast()
            }
        }
        return quoted + "\""
    }
}
