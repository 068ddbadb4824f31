/// What somebody who registers says of themselves.
package struct Registration: Sendable {
    /// Bytes of a password: bcrypt sees no more than 72.
    package static let passwordBytes = 8...72

    package let email: EmailAddress
    package let password: String
    package let name: String?
    package let organizationName: String

    package init(email: EmailAddress, password: String, name: String? = nil, organizationName: String? = nil) {
        self.email = email
        self.password = password
        self.name = name
        self.organizationName =
            organizationName ?? "\(name ?? email.text.prefix { $0 != "@" }.description)'s organization"
    }

    /// Reads `{email, password, name?, organization_name?}`.
    ///
    /// - Throws: ``ValidationFailure``.
    package init(_ value: JSONValue) throws(ValidationFailure) {
        let reader = FieldReader(value)
        let emailText = reader.string("email", required: true, length: 3...254)
        let email = emailText.flatMap(EmailAddress.init)
        if emailText != nil, email == nil { reader.report("email", "invalid_email", "must be an email address") }
        let password = reader.newPassword()
        let name = reader.string("name")
        let organizationName = reader.string("organization_name")
        reader.rejectUnknownFields()
        try reader.throwIfInvalid()
        guard let email, let password else { preconditionFailure("a required field is there once nothing is invalid") }
        self.init(email: email, password: password, name: name, organizationName: organizationName)
    }

    /// What is wrong with a password; nil where nothing is.
    package static func fault(ofPassword password: String) -> (code: String, message: String)? {
        if password.utf8.count < passwordBytes.lowerBound {
            return ("too_short", "must have at least \(passwordBytes.lowerBound) characters")
        }
        if password.utf8.count > passwordBytes.upperBound {
            return ("too_long", "must have at most \(passwordBytes.upperBound) bytes")
        }
        if password.utf8.contains(0) { return ("invalid_characters", "must not contain a null character") }
        return nil
    }
}

extension FieldReader {
    /// The text of the field `password`; any character may stand in it.
    fileprivate func password() -> String? {
        guard let value = value("password", required: true) else { return nil }
        guard case .string(let text) = value else {
            report("password", "invalid_type", "must be a string")
            return nil
        }
        return text
    }

    /// The text of the field `password`, which must keep to the rules.
    fileprivate func newPassword() -> String? {
        guard let text = password() else { return nil }
        guard let (code, message) = Registration.fault(ofPassword: text) else { return text }
        report("password", code, message)
        return nil
    }
}

/// What somebody who signs in says.
package struct Credentials: Sendable {
    package let email: String
    package let password: String

    /// Reads `{email, password}`; says nothing of their rules, so that it tells a guesser nothing.
    ///
    /// - Throws: ``ValidationFailure``.
    package init(_ value: JSONValue) throws(ValidationFailure) {
        let reader = FieldReader(value)
        let email = reader.string("email", required: true, length: 1...1_000)
        let password = reader.password()
        reader.rejectUnknownFields()
        try reader.throwIfInvalid()
        self.email = email ?? ""
        self.password = password ?? ""
    }
}
