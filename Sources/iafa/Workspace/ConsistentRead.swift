internal import IAFADuckDB

/// Reads a data directory that another process may be writing, such that the answer is one moment's.
enum ConsistentRead {
    private static let attempts = 8

    /// Opens the directory, asks, and asks again where files were replaced meanwhile.
    ///
    /// - Throws: ``CommandFailure`` where it never stands still, and what `body` throws when it does.
    static func run<Value>(
        _ settings: LoadedSettings,
        _ body: (Workspace) async throws -> Value
    ) async throws -> Value {
        for _ in 0..<attempts {
            let before = try ParquetEventStore.fingerprint(dataDirectory: settings.dataDirectory)
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(try await Workspace.openForReading(settings)))
            } catch {
                result = .failure(error)
            }
            if try ParquetEventStore.fingerprint(dataDirectory: settings.dataDirectory) == before {
                return try result.get()
            }
        }
        throw CommandFailure("the data directory changes too fast to be read; ask the server instead")
    }
}
