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
