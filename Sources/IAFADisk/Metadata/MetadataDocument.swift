#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif
internal import IAFACore

/// A collection as it is stored: `{"format_version": 1, "records": […]}`, a record a line, keys in snake case.
enum MetadataDocument {
    static let version = 1

    /// The document of records that are encoded already.
    static func bytes(of records: [[UInt8]]) -> [UInt8] {
        var bytes = Array("{\"format_version\":\(version),\"records\":[".utf8)
        bytes.reserveCapacity(records.reduce(64) { $0 + $1.count + 2 })
        for (index, record) in records.enumerated() {
            bytes.append(contentsOf: index == 0 ? "\n".utf8 : ",\n".utf8)
            bytes.append(contentsOf: record)
        }
        bytes.append(contentsOf: "\n]}\n".utf8)
        return bytes
    }

    /// Encodes a record, and makes sure that it can be read again.
    ///
    /// Key names and dates go through conversions that don't suit every name (`userID` would come back as `userId`):
    /// a record that would not be what it was is refused before it is written.
    ///
    /// - Throws: ``MetadataError/unwritable``.
    static func encode<Record: MetadataRecord>(_ record: Record) throws(MetadataError) -> [UInt8] {
        do {
            let data = try encoder().encode(record)
            if try decoder().decode(Record.self, from: data) == record { return Array(data) }
        } catch {
            throw .unwritable(message: "a record of '\(Record.collection)' can't be stored: \(error)")
        }
        throw .unwritable(message: "a record of '\(Record.collection)' would not be read as it was written")
    }

    /// Decodes a document.
    ///
    /// - Throws: ``Problem``.
    static func decode<Record: MetadataRecord>(
        _ bytes: [UInt8],
        as type: Record.Type
    ) throws(Problem) -> MetadataCollection<Record> {
        let data = Data(bytes)
        do {
            let header = try decoder().decode(Header.self, from: data)
            guard header.formatVersion <= version else { throw Problem.newerVersion(header.formatVersion) }
            let records = try decoder().decode(Body<Record>.self, from: data).records
            var collection = MetadataCollection<Record>()
            for record in records {
                try collection.insert(MetadataCollection.Entry(record: record, json: try encode(record)))
            }
            return collection
        } catch let problem as Problem {
            throw problem
        } catch let error as DecodingError {
            throw .damaged(describe(error))
        } catch {
            throw .damaged("\(error)")
        }
    }

    /// Why a document can't be read.
    enum Problem: Error {
        case newerVersion(Int)
        case damaged(String)
    }

    private struct Header: Decodable {
        let formatVersion: Int
    }

    private struct Body<Record: MetadataRecord>: Decodable {
        let records: [Record]
    }

    private static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    private static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }

    /// Where and what, without the values: they may be secrets.
    private static func describe(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "'\(key.stringValue)' is missing" + place(context)
        case .typeMismatch(_, let context): "a value has the wrong type" + place(context)
        case .valueNotFound(_, let context): "a value is null" + place(context)
        case .dataCorrupted(let context): "not valid JSON, or a value that is not allowed" + place(context)
        @unknown default: "not readable"
        }
    }

    private static func place(_ context: DecodingError.Context) -> String {
        let steps = context.codingPath.map { key in
            key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)"
        }
        return steps.isEmpty ? "" : " at \(steps.joined().drop { $0 == "." })"
    }
}
