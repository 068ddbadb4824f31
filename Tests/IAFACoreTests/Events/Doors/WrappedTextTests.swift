import Foundation
import IAFACore
import Testing

/// Base 64 and forms, in which clients wrap their JSON.
@Suite struct WrappedTextTests {
    @Test(arguments: [
        ("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zg", "f"), ("Zm8", "fo"),
        ("Zm9v\r\nYg==\n", "foob"), ("fn5+", "~~~"), ("fn5-", "~~~"), ("fn5 ", "~~~"), ("Pz8/", "???"), ("Pz8_", "???"),
    ])
    func base64IsRead(_ text: String, _ expected: String) {
        #expect(Base64Text.decode(text.utf8).map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test(arguments: ["Z", "Zm9vY", "Zg==Zg==", "Zg===", "{}", "é", "Zg=a"])
    func whatIsNoBase64IsRefused(_ text: String) {
        #expect(Base64Text.decode(text.utf8) == nil)
    }

    /// A small request that was compressed may hold as much; in pieces, and with no place in memory of its own.
    @Test(arguments: [0, 1, 2, 3, 4, 1_000, 1_000_001])
    func textOfAnyLengthIsRead(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let text = Data(bytes).base64EncodedString()
        #expect(Base64Text.decode(text.utf8) == bytes)
        #expect(Base64Text.decode(AnySequence(text.utf8)) == bytes)
        let form = "x=1&data=" + text.replacing("+", with: "%2B").replacing("=", with: "%3d") + "&y"
        #expect(FormFields(form.utf8)["data"] == Array(text.utf8))
        #expect(FormFields(AnyCollection(form.utf8))["data"] == Array(text.utf8))
    }

    @Test(
        arguments: [
            ("data=a", "a"), ("x=1&data=a&data=b", "a"), ("data=%7B%22a%22%3A+1%7D", #"{"a": 1}"#), ("data", ""),
            ("data=", ""), ("data=a=b", "a=b"), ("d%61ta=1", "1"), ("data=100%", "100%"), ("data=%zz%4", "%zz%4"),
            ("&&data=%c3%A9&", "é"), ("x=data", nil), ("", nil),
        ] as [(String, String?)]
    )
    func aFieldOfAFormIsRead(_ text: String, _ expected: String?) {
        #expect(FormFields(text.utf8)["data"].map { String(decoding: $0, as: UTF8.self) } == expected)
    }
}
