internal import CZlib
internal import HTTPTypes
internal import NIOCore

/// Decompresses bodies, never further than a bound: a gzip bomb costs no more than that.
enum Gzip {
    /// `limit`: The most bytes that may come out.
    /// - Throws: ``APIError`` 400 where it isn't gzip or ends early, 413 where more would come out, 503 where there is
    ///   no room for what came out.
    static func inflate(_ body: ByteBuffer, limit: Int) throws(APIError) -> ByteBuffer {
        var stream = z_stream()
        // 16 asks for gzip's header and checksum, 15 for the largest window.
        guard inflateInit2_(&stream, 16 + 15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw APIError(.serviceUnavailable, "busy", "no memory to decompress the body; try again", retryAfter: 1)
        }
        defer { inflateEnd(&stream) }
        var input = Array(body.readableBytesView)
        var output = ByteBuffer()
        let status = input.withUnsafeMutableBufferPointer { input -> Int32 in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            var status = Z_OK
            while status == Z_OK, output.readableBytes <= limit {
                let space = min(64 * 1_024, limit + 1 - output.readableBytes)
                guard space > 0 else { break }
                output.writeWithUnsafeMutableBytes(minimumWritableBytes: space) { room in
                    stream.next_out = room.bindMemory(to: UInt8.self).baseAddress
                    stream.avail_out = UInt32(space)
                    status = CZlib.inflate(&stream, Z_NO_FLUSH)
                    // A file may consist of several members; what follows the last must be nothing.
                    if status == Z_STREAM_END, stream.avail_in > 0 { status = inflateReset(&stream) }
                    return space - Int(stream.avail_out)
                }
            }
            return status
        }
        if output.readableBytes > limit { throw RequestBody.tooLarge(limit) }
        guard status == Z_STREAM_END else {
            throw APIError(.badRequest, "malformed_gzip", "the body is not valid gzip, or it ends early")
        }
        do throws(Overload) {
            try BodyCharge.current?.add(output.readableBytes)
        } catch {
            throw APIError(error)
        }
        return output
    }
}
