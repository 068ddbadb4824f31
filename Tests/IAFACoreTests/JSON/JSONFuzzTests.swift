import Foundation
import IAFACore
import Testing

@Suite("JSON under random mutations")
struct JSONFuzzTests {
    /// What mutations write; without `u` and `d`, so that no lone surrogate arises, which Foundation treats otherwise.
    private static let alphabet = Array("{}[]\",:0123456789.eE+-truefalsn \\/\n".utf8).filter {
        $0 != UInt8(ascii: "u")
    }

    @Test("agrees with JSONSerialization on what is JSON", arguments: 0..<400 as Range<UInt64>)
    func agreesWithFoundation(seed: UInt64) {
        var generator = RandomJSON(seed: seed)
        let original = Array(generator.object(depth: 3).serialized().utf8)
        for _ in 0..<20 {
            let bytes = mutated(original, alphabet: Self.alphabet, random: &generator.random)
            let fault = fault(in: bytes)
            // Foundation reads numbers that are too large in its own ways.
            if fault?.reason == .numberOutOfRange { continue }
            let isFoundationJSON =
                (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) != nil
            #expect((fault == nil) == isFoundationJSON, "seed \(seed): \(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test("never crashes, and all readers agree, on any bytes", arguments: 0..<400 as Range<UInt64>)
    func anyBytes(seed: UInt64) {
        var generator = RandomJSON(seed: seed)
        let object = generator.object()
        let original = Array(generator.write(object).utf8)
        let lookups = RandomJSON.names.map { JSONPropertyLookup(name: $0) }
        let alphabet = Array(UInt8.min...UInt8.max)
        for _ in 0..<20 {
            let bytes = mutated(original, alphabet: alphabet, random: &generator.random)
            let parsing = fault(in: bytes)
            #expect(parsing == skimmingFault(in: bytes), "seed \(seed): \(bytes)")
            for lookup in lookups { _ = lookup.value(in: bytes) }
        }
    }

    @Test("every beginning of a text is an error inside of it")
    func truncated() {
        let text = Array(#"{"a":[1.5e3,"é\u00e9\ud83d\ude00",true,null],"b":{"c":false}}"#.utf8)
        for count in 0..<text.count {
            let bytes = Array(text[..<count])
            #expect(fault(in: bytes) != nil, "\(count)")
            #expect(fault(in: bytes) == skimmingFault(in: bytes), "\(count)")
            _ = JSONPropertyLookup(name: "b.c").value(in: bytes)
        }
    }

    private func fault(in bytes: [UInt8]) -> JSONError? {
        do throws(JSONError) {
            _ = try JSONValue.parse(bytes: bytes)
            return nil
        } catch {
            return error
        }
    }

    private func skimmingFault(in bytes: [UInt8]) -> JSONError? {
        bytes.withUnsafeBytes { buffer in
            do throws(JSONError) {
                var cursor = JSONCursor(buffer)
                _ = try cursor.skipValue()
                try cursor.finish()
                return nil
            } catch {
                return error
            }
        }
    }

    private func mutated(_ original: [UInt8], alphabet: [UInt8], random: inout SplitMix64) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            let place = Int.random(in: 0...bytes.count, using: &random)
            let byte = alphabet.randomElement(using: &random) ?? 0
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes.insert(byte, at: place)
            case 1 where place < bytes.count: bytes[place] = byte
            case 2 where place < bytes.count: bytes.remove(at: place)
            default: bytes.removeLast(min(bytes.count, Int.random(in: 0..<4, using: &random)))
            }
        }
        return bytes
    }
}
