/// What somebody wants of a new API key.
package struct APIKeyDraft: Sendable {
    package let name: String
    package let scopes: Set<APIKey.Scope>

    /// Reads `{name, scopes?}`; a key is for sending events unless it says otherwise.
    ///
    /// - Throws: ``ValidationFailure``.
    package init(_ value: JSONValue) throws(ValidationFailure) {
        let reader = FieldReader(value)
        let name = reader.string("name", required: true, length: 1...100)
        let texts = reader.strings("scopes", count: 1...2) ?? [APIKey.Scope.write.rawValue]
        var scopes: Set<APIKey.Scope> = []
        for (index, text) in texts.enumerated() {
            if let scope = APIKey.Scope(rawValue: text) {
                scopes.insert(scope)
            } else {
                reader.report("scopes[\(index)]", "invalid_value", "must be \"write\" or \"read\"")
            }
        }
        reader.rejectUnknownFields()
        try reader.throwIfInvalid()
        self.name = name ?? ""
        self.scopes = scopes
    }
}
