#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Glibc)
    internal import Glibc
#else
    internal import Musl
#endif

/// Threads of the system, for work that blocks or computes for long.
///
/// Never those of Dispatch: its workers are as many as there are cores, and Swift's tasks run on them too, so that as
/// many long calls as there are cores would stop all tasks of the process.
package enum SystemThread {
    /// Starts a thread that runs something once.
    ///
    /// - Returns: 0, or the system's error code where it has no thread to give; then nothing runs.
    package static func start(_ body: @escaping @Sendable () -> Void) -> Int32 {
        let box = Unmanaged.passRetained(Body(body))
        #if canImport(Darwin)
            var thread: pthread_t?
            let code = pthread_create(&thread, nil, { Body.run($0) }, box.toOpaque())
        #else
            var thread = pthread_t()
            let code = pthread_create(&thread, nil, { Body.run($0) }, box.toOpaque())
        #endif
        guard code == 0 else {
            box.release()
            return code
        }
        #if canImport(Darwin)
            if let thread { pthread_detach(thread) }
        #else
            pthread_detach(thread)
        #endif
        return 0
    }

    private final class Body: Sendable {
        private let body: @Sendable () -> Void

        init(_ body: @escaping @Sendable () -> Void) { self.body = body }

        static func run(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
            if let pointer { Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().body() }
            return nil
        }
    }
}
