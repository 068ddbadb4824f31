import Dispatch
import IAFADisk
import Synchronization

/// The real file system, with faults put in and every call written down.
///
/// Syncs are only written down: what they protect from, no test can bring about, and hundreds of them take minutes.
final class FaultyFileSystem: Sendable {
    enum Operation: String, Sendable {
        case open, write, synchronize, truncate, rename, link, remove, synchronizeDirectory
    }

    struct Fault: Sendable {
        let operation: Operation
        let pathContains: String
        let code: Int32
        /// How many more calls fail.
        var count: Int
        /// How many matching calls go well before that.
        var skip: Int
        /// Of a failing write, how many bytes reach the file before.
        var bytesWritten: Int
    }

    private struct State {
        var faults: [Fault] = []
        var calls: [(Operation, String)] = []
        var writeLimit = Int.max
        var isGated = false
    }

    private let state = Mutex(State())
    private let gate = DispatchSemaphore(value: 0)

    /// Lets calls fail.
    func fail(
        _ operation: Operation,
        path: String = "",
        code: Int32,
        count: Int = 1,
        skip: Int = 0,
        bytesWritten: Int = 0
    ) {
        let fault = Fault(
            operation: operation,
            pathContains: path,
            code: code,
            count: count,
            skip: skip,
            bytesWritten: bytesWritten
        )
        state.withLock { $0.faults.append(fault) }
    }

    /// Lets everything go well again.
    func heal() { state.withLock { $0.faults = [] } }

    /// Lets each write take at most so many bytes.
    func limitWrites(to count: Int) { state.withLock { $0.writeLimit = count } }

    /// Lets syncs wait for ``openGate()``.
    func closeGate() { state.withLock { $0.isGated = true } }

    func openGate() {
        state.withLock { $0.isGated = false }
        gate.signal()
    }

    /// The calls so far, as "operation name-of-file".
    var calls: [String] {
        state.withLock { state in
            state.calls.map { "\($0.0) \($0.1.split(separator: "/").last ?? "")" }
        }
    }

    func forgetCalls() { state.withLock { $0.calls = [] } }

    /// The fault that hits a call, if one does.
    private func fault(_ operation: Operation, _ path: String) -> Fault? {
        state.withLock { state in
            state.calls.append((operation, path))
            for index in state.faults.indices {
                let fault = state.faults[index]
                guard fault.operation == operation, path.contains(fault.pathContains), fault.count > 0 else { continue }
                if fault.skip > 0 {
                    state.faults[index].skip -= 1
                    continue
                }
                state.faults[index].count -= 1
                return fault
            }
            return nil
        }
    }

    private func check(_ operation: Operation, _ path: String) throws(DiskError) {
        if let fault = fault(operation, path) {
            throw DiskError(operation: operation.rawValue, path: path, code: fault.code)
        }
    }

    private func waitAtGate() {
        if state.withLock({ $0.isGated }) { gate.wait() }
    }

    /// The closures to be tested with.
    var fileSystem: FileSystem {
        var system = FileSystem.system
        let real = FileSystem.system
        system.open = { path, mode throws(DiskError) in
            try self.check(.open, path)
            return try real.open(path, mode)
        }
        system.write = { file, bytes throws(DiskError) in
            if let fault = self.fault(.write, file.path) {
                _ = try real.write(file, UnsafeRawBufferPointer(rebasing: bytes.prefix(fault.bytesWritten)))
                throw DiskError(operation: "write", path: file.path, code: fault.code)
            }
            let limit = self.state.withLock { $0.writeLimit }
            return try real.write(file, UnsafeRawBufferPointer(rebasing: bytes.prefix(limit)))
        }
        system.synchronize = { file throws(DiskError) in
            self.waitAtGate()
            try self.check(.synchronize, file.path)
        }
        system.truncate = { file, count throws(DiskError) in
            try self.check(.truncate, file.path)
            try real.truncate(file, count)
        }
        system.rename = { from, to throws(DiskError) in
            try self.check(.rename, from)
            try real.rename(from, to)
        }
        system.link = { from, to throws(DiskError) in
            try self.check(.link, from)
            try real.link(from, to)
        }
        system.remove = { path throws(DiskError) in
            try self.check(.remove, path)
            try real.remove(path)
        }
        system.synchronizeDirectory = { path throws(DiskError) in
            try self.check(.synchronizeDirectory, path)
        }
        return system
    }
}
