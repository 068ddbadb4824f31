import IAFACore
import Testing

@Suite struct CSVLineTests {
    @Test(
        arguments: [
            (["a", nil, "b"], "a,,b"),
            (["a,b", "say \"hi\"", "line\nbreak"], "\"a,b\",\"say \"\"hi\"\"\",\"line\nbreak\""),
            (["=1+1", "@sum", "+1 555"], "'=1+1,'@sum,'+1 555"), (["-5", "1e3", "-"], "-5,1e3,'-"),
            (["\tx", "=HYPERLINK(\"http://x\")"], "'\tx,\"'=HYPERLINK(\"\"http://x\"\")\""), (["it's"], "it's"),
        ] as [([String?], String)]
    )
    func `a table says what it holds and does nothing`(cells: [String?], line: String) {
        #expect(CSVLine.text(cells) == line + "\r\n")
    }
}
