#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// A thread for one job that blocks for as long as the process lives.
enum DedicatedThread {
    /// Starts a detached thread that runs `body` once.
    ///
    /// - Throws: ``DiskError`` naming the thread, where the system has none to give.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(DiskError) {
        let box = Unmanaged.passRetained(ThreadBody(body))
        #if canImport(Darwin)
            var thread: pthread_t?
            let code = pthread_create(&thread, nil, { ThreadBody.run($0) }, box.toOpaque())
        #else
            var thread = pthread_t()
            let code = pthread_create(&thread, nil, { ThreadBody.run($0) }, box.toOpaque())
        #endif
        guard code == 0 else {
            box.release()
            throw DiskError(operation: "start the thread", path: name, code: code)
        }
        #if canImport(Darwin)
            if let thread { pthread_detach(thread) }
        #else
            pthread_detach(thread)
        #endif
    }

    private final class ThreadBody: Sendable {
        private let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }

        static func run(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
            if let pointer { Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().body() }
            return nil
        }
    }
}
