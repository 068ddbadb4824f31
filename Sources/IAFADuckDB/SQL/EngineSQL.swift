/// What the engine tells of itself.
enum EngineSQL {
    /// Bytes in memory, and bytes that did not fit and are on disk.
    static let memory = """
        SELECT coalesce(sum(memory_usage_bytes), 0)::BIGINT, coalesce(sum(temporary_storage_bytes), 0)::BIGINT
        FROM duckdb_memory()
        """
}
