internal import CDuckDB

/// An error that the engine reported.
///
/// Holds the SQL text with its placeholders and never a bound value. `message` is the engine's own text and can quote
/// data (a string that is no number, say), so where property values must not appear, log `kind` and `sql` only.
package struct DuckDBError: Error, Sendable, Equatable {
    /// What kind of error the engine says it was.
    package let kind: Kind

    /// The engine's message, which begins with the kind in words ("Parser Error: …").
    package let message: String

    /// The statement that failed, or nil when the error came from something that has no SQL.
    package let sql: String?

    package init(kind: Kind, message: String, sql: String? = nil) {
        self.kind = kind
        self.message = message
        self.sql = sql
    }
}

extension DuckDBError {
    /// The message in one line, for people who didn't write the statement.
    package var reason: String {
        message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension DuckDBError: CustomStringConvertible {
    /// The message, followed by the statement if there is one.
    package var description: String {
        guard let sql else { return message }
        return "\(message) [SQL: \(sql)]"
    }
}

extension DuckDBError {
    /// Makes the error of a call that answers with nothing but a message.
    init(text: UnsafePointer<CChar>?, sql: String?) {
        let message = text.map { String(cString: $0) } ?? "the engine gave no reason"
        self.init(kind: Kind(message: message), message: message, sql: sql)
    }

    /// Makes the error that a failed result holds.
    ///
    /// The result still has to be destroyed.
    init(result: inout duckdb_result, sql: String?) {
        let text = duckdb_result_error(&result)
        let code = duckdb_result_error_type(&result)
        let message = text.map { String(cString: $0) } ?? "the engine gave no reason"
        self.init(kind: Kind(rawValue: code) ?? Kind(message: message), message: message, sql: sql)
    }
}
