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
        try await untilStill(settings) { try await body(try await Workspace.openForReading(settings)) }
    }

    /// As ``run(_:_:)``, of the event files alone: works where the journal is damaged.
    ///
    /// - Throws: As ``run(_:_:)``.
    static func ofFiles<Value>(
        _ settings: LoadedSettings,
        _ body: (ParquetEventStore) async throws -> Value
    ) async throws -> Value {
        var options = try settings.storeOptions()
        options.isWritable = false
        return try await untilStill(settings) {
            try await body(
                try ParquetEventStore.open(
                    dataDirectory: settings.dataDirectory,
                    options: options,
                    logger: settings.logger
                )
            )
        }
    }

    private static func untilStill<Value>(
        _ settings: LoadedSettings,
        _ body: () async throws -> Value
    ) async throws -> Value {
        for _ in 0..<attempts {
            let before = ParquetEventStore.fingerprint(dataDirectory: settings.dataDirectory)
            let result: Result<Value, any Error>
            do {
                result = .success(try await body())
            } catch {
                result = .failure(error)
            }
            if ParquetEventStore.fingerprint(dataDirectory: settings.dataDirectory) == before {
                return try result.get()
            }
        }
        throw CommandFailure("the data directory changes too fast to be read; ask the server instead")
    }
}
