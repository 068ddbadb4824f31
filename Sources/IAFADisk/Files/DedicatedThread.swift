internal import IAFACore

/// A thread for one job that blocks for as long as the process lives.
enum DedicatedThread {
    /// Starts a detached thread that runs `body` once.
    ///
    /// - Throws: ``DiskError`` naming the thread, where the system has none to give.
    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) throws(DiskError) {
        let code = SystemThread.start(body)
        guard code == 0 else { throw DiskError(operation: "start the thread", path: name, code: code) }
    }
}
