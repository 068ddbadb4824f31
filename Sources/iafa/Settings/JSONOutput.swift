internal import Foundation

/// Results for programs: the fields of the HTTP answer.
enum JSONOutput {
    static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        guard let data = try? encoder.encode(value) else {
            preconditionFailure("an answer holds nothing that JSON can't: \(type(of: value))")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
