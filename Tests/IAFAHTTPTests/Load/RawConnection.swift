import Foundation

/// A connection byte for byte, for what no client library does.
final class RawConnection: Sendable {
    private let socket: Int32

    private init(socket: Int32) { self.socket = socket }

    static func open(_ port: Int) async throws -> RawConnection {
        guard let socket = await blocking({ connected(port) }) else { throw POSIXError(.ECONNREFUSED) }
        return RawConnection(socket: socket)
    }

    private static func connected(_ port: Int) -> Int32? {
        #if canImport(Glibc)
            let socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            let socket = Foundation.socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if status == 0 { return socket }
        _ = close(socket)
        return nil
    }

    deinit { _ = close(socket) }

    func send(_ text: String) async {
        let socket = self.socket
        await Self.blocking {
            var rest = Array(text.utf8)[...]
            while !rest.isEmpty {
                let sent = rest.withUnsafeBytes {
                    Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                // The other side has heard enough.
                guard sent > 0 else { return }
                rest = rest.dropFirst(sent)
            }
        }
    }

    /// Says that nothing more comes.
    func finishSending() { _ = shutdown(socket, Int32(SHUT_WR)) }

    /// Sends a text again and again until the other side has closed.
    func sendUntilClosed(_ text: String) async {
        let socket = self.socket
        let bytes = Array(text.utf8)
        await Self.blocking {
            while Foundation.send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) > 0 {}
        }
    }

    /// All that comes until the other side closes.
    func receiveAll() async -> String {
        let socket = self.socket
        return await Self.blocking {
            var all: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = recv(socket, &buffer, buffer.count, 0)
                guard count > 0 else { return String(decoding: all, as: UTF8.self) }
                all += buffer[..<count]
            }
        }
    }

    /// What comes until a text is complete, or the other side closes.
    func receive(through end: String) async -> String {
        let socket = self.socket
        return await Self.blocking {
            var all = ""
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while !all.contains(end) {
                let count = recv(socket, &buffer, buffer.count, 0)
                guard count > 0 else { break }
                all += String(decoding: buffer[..<count], as: UTF8.self)
            }
            return all
        }
    }

    /// Sends on a connection of its own and gives the answer; the request asks for it to be closed.
    static func exchange(_ port: Int, _ text: String) async throws -> String {
        let connection = try await open(port)
        await connection.send(text)
        return await connection.receiveAll()
    }

    private static func blocking<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }
}
