/// A ``TaxonomySummary`` as bytes: how it is stored beside the events that it is of.
///
/// Integers are 64 bits, little-endian; bytes stand behind their number, which has 32 bits. A summary is derived: one
/// that can't be read is made anew, so that a new version need not read the old one.
package enum TaxonomyRecord {
    /// Another number whenever a summary of the same events would be other bytes.
    package static let version: Int64 = 1

    /// Appends a summary.
    package static func append(_ summary: TaxonomySummary, to buffer: inout [UInt8]) {
        append(version, to: &buffer)
        append(Int64(summary.events), to: &buffer)
        append(Int64(summary.cutEvents), to: &buffer)
        append(summary.distinctTypes, to: &buffer)
        append(summary.types, to: &buffer) { type, buffer in
            append(type.first.microseconds, to: &buffer)
            append(type.last.microseconds, to: &buffer)
            append(type.persons, to: &buffer)
            buffer.append(type.hasAllProperties ? 1 : 0)
            buffer.append(type.properties == nil ? 0 : 1)
            if let properties = type.properties { append(properties, to: &buffer) }
        }
        append(summary.otherProperties, to: &buffer)
    }

    private static func append(_ properties: FrequentItems<PropertySummary>, to buffer: inout [UInt8]) {
        append(properties, to: &buffer) { property, buffer in
            for count in property.kinds { append(Int64(count), to: &buffer) }
            append(property.distinct, to: &buffer)
            append(property.values, to: &buffer) { _, _ in }
            buffer.append(property.numbers == nil ? 0 : 1)
            guard let numbers = property.numbers else { return }
            append(Int64(bitPattern: numbers.lowerBound.bitPattern), to: &buffer)
            append(Int64(bitPattern: numbers.upperBound.bitPattern), to: &buffer)
        }
    }

    private static func append<Payload>(
        _ items: FrequentItems<Payload>,
        to buffer: inout [UInt8],
        _ payload: (Payload, inout [UInt8]) -> Void
    ) {
        append(Int64(items.missing), to: &buffer)
        append(Int64(items.entries.count), to: &buffer)
        for entry in items.entries {
            append(UInt32(entry.key.count), to: &buffer)
            buffer.append(contentsOf: entry.key)
            append(Int64(entry.count), to: &buffer)
            append(Int64(entry.error), to: &buffer)
            payload(entry.payload, &buffer)
        }
    }

    private static func append(_ sketch: DistinctSketch, to buffer: inout [UInt8]) {
        append(Int64(sketch.hashes.count), to: &buffer)
        for hash in sketch.hashes { append(hash, to: &buffer) }
    }

    private static func append(_ value: some FixedWidthInteger, to buffer: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { buffer.append(contentsOf: $0) }
    }
}

extension TaxonomyRecord {
    /// Reads a summary that fills `bytes` exactly.
    ///
    /// - Throws: ``EventRecordError`` on anything that ``append(_:to:)`` would not have written; never reads outside.
    package static func decode(_ bytes: UnsafeRawBufferPointer) throws(EventRecordError) -> TaxonomySummary {
        var reader = EventRecordReader(bytes)
        let version = try reader.integer("version")
        guard version == self.version else { throw .unknownVersion(UInt8(truncatingIfNeeded: version)) }
        var summary = TaxonomySummary()
        summary.events = try count("events", &reader)
        summary.cutEvents = try count("cut events", &reader)
        summary.distinctTypes = try sketch(&reader)
        summary.types = try items("types", SummaryLimits.types, &reader) { reader throws(EventRecordError) in
            let first = Timestamp(microseconds: try reader.integer("first"))
            let last = Timestamp(microseconds: try reader.integer("last"))
            var type = EventTypeSummary(at: first, properties: nil)
            type.last = last
            type.persons = try sketch(&reader)
            type.hasAllProperties = try reader.byte("completeness") == 1
            if try reader.byte("presence of properties") == 1 { type.properties = try properties(&reader) }
            return type
        }
        summary.otherProperties = try properties(&reader)
        summary.propertyCount = summary.types.entries.reduce(0) { $0 + ($1.payload.properties?.entries.count ?? 0) }
        guard reader.remaining == 0 else { throw .trailingBytes(reader.remaining) }
        return summary
    }

    private static func properties(
        _ reader: inout EventRecordReader
    ) throws(EventRecordError) -> FrequentItems<PropertySummary> {
        try items("properties", SummaryLimits.propertiesOfType, &reader) { reader throws(EventRecordError) in
            var property = PropertySummary(valueLimit: SummaryLimits.values)
            for kind in property.kinds.indices { property.kinds[kind] = try count("kind", &reader) }
            property.distinct = try sketch(&reader)
            property.values = try items("values", SummaryLimits.values, &reader) { _ in }
            if try reader.byte("presence of numbers") == 1 {
                let lower = Double(bitPattern: UInt64(bitPattern: try reader.integer("least number")))
                let upper = Double(bitPattern: UInt64(bitPattern: try reader.integer("greatest number")))
                guard lower <= upper else { throw .malformed(field: "numbers") }
                property.numbers = lower...upper
            }
            return property
        }
    }

    private static func items<Payload>(
        _ field: String,
        _ limit: Int,
        _ reader: inout EventRecordReader,
        _ payload: (inout EventRecordReader) throws(EventRecordError) -> Payload
    ) throws(EventRecordError) -> FrequentItems<Payload> {
        var items = FrequentItems<Payload>(limit: limit)
        items.missing = try count(field, &reader)
        for _ in 0..<(try count(field, &reader)) {
            let key = Array(try reader.slice(field))
            let entry = FrequentItems<Payload>.Entry(
                key: key,
                hash: key.withUnsafeBytes { PersonKey.key(of: $0) },
                count: try count(field, &reader),
                error: try count(field, &reader),
                payload: try payload(&reader)
            )
            guard items.restore(entry) else { throw .malformed(field: field) }
        }
        return items
    }

    private static func sketch(_ reader: inout EventRecordReader) throws(EventRecordError) -> DistinctSketch {
        let number = try count("sketch", &reader)
        guard number <= DistinctSketch.limit else { throw .malformed(field: "sketch") }
        var hashes: [UInt64] = []
        for _ in 0..<number { hashes.append(UInt64(bitPattern: try reader.integer("hash"))) }
        guard let sketch = DistinctSketch(hashes: hashes) else { throw .malformed(field: "sketch") }
        return sketch
    }

    private static func count(
        _ field: String,
        _ reader: inout EventRecordReader
    ) throws(EventRecordError) -> Int {
        let value = try reader.integer(field)
        guard value >= 0, value < 1 << 53 else { throw .malformed(field: field) }
        return Int(value)
    }
}
