import IAFACore
import Testing

struct JSONSurrogatesTests {
    @Test(arguments: [
        (#"{"a":"x\ud83d","n":12345678901234567890}"#, #"{"a":"x\ufffd","n":12345678901234567890}"#),
        (#"{"a":"\ude00\ud83d\ude00"}"#, #"{"a":"\ufffd\ud83d\ude00"}"#),
        (#"{"a":"\\ud83d"}"#, #"{"a":"\\ud83d"}"#),
        (#"{"\udfff":"\uD800\uD800\uDC00"}"#, #"{"\ufffd":"\ufffd\uD800\uDC00"}"#),
        (#"{"a":"é \n"}"#, #"{"a":"é \n"}"#),
    ])
    func replacesOnlyUnpairedSurrogates(text: String, mended: String) {
        var text = text
        #expect(text.withUTF8 { JSONSurrogates.mended(UnsafeRawBufferPointer($0)) } == mended)
    }
}
