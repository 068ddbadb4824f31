internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Reads the bodies of clients whose headers don't always tell what they send.
enum DoorBody {
    /// The bytes of a body, decompressed where its first two bytes say that it is gzip, whatever the headers say.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - limit: The most bytes, before and after decompression.
    /// - Returns: What was compressed, or what came.
    /// - Throws: ``APIError`` 400, 413.
    // Where it is inlined, the optimizer of Swift 6.3 crashes.
    @inline(never)
    static func bytes(of request: Request, limit: Int) async throws -> ByteBuffer {
        try inflated(try await RequestBody.collected(request, limit: limit), limit: limit)
    }

    /// The same bytes, decompressed where they are gzip.
    ///
    /// - Throws: ``APIError`` 400, 413.
    static func inflated(_ bytes: ByteBuffer, limit: Int) throws(APIError) -> ByteBuffer {
        guard bytes.readableBytes >= 2, bytes.getBytes(at: bytes.readerIndex, length: 2) == [0x1F, 0x8B] else {
            return bytes
        }
        return try Gzip.inflate(bytes, limit: limit)
    }
}
