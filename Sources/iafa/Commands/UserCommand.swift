internal import ArgumentParser
internal import Foundation
internal import IAFABcrypt
internal import IAFACore
internal import IAFADisk

/// `iafa user`: accounts without the API.
struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Make accounts.",
        subcommands: [Create.self]
    )

    /// `iafa user create`: an account.
    struct Create: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make an account; prints a password where none is given.",
            discussion: "May be used beside a running server."
        )

        @OptionGroup var data: DataOptions

        @Option(help: ArgumentHelp("The address to sign in with.", valueName: "address"))
        var email: String?

        @Option(
            help: ArgumentHelp(
                """
                The id or name of the organization to belong to; made where there is none. (default: one of their \
                own)
                """,
                valueName: "organization"
            )
        )
        var organization: String?

        @Option(help: ArgumentHelp("What the person is called.", valueName: "name"))
        var name: String?

        @Flag(help: "Read the password from standard input, one line.")
        var passwordStdin = false

        func run() async throws {
            let settings = try await data.load()
            guard let text = settings.source.text("email", email) else {
                throw ValidationError("give an email address with --email")
            }
            guard let address = EmailAddress(text) else {
                throw ValidationError("'\(text)' is no email address")
            }
            let password = try password()
            let metadata = try MetadataAccess.open(settings)
            let clock = SystemWallClock()
            let accounts = Accounts(metadata: metadata, passwords: BcryptPasswords(), clock: clock)
            let registration = Registration(
                email: address,
                password: password,
                name: settings.source.text("name", name)
            )
            do {
                if let organization = settings.source.text("organization", organization) {
                    let owner = try await MetadataAccess.organization(organization, in: metadata, clock: clock)
                    let role: Organization.Role = owner.members.isEmpty ? .owner : .member
                    _ = try await accounts.register(registration, into: owner.id, as: role)
                } else {
                    _ = try await accounts.register(registration, origin: .commandLine)
                }
            } catch AccessError.emailTaken {
                throw CommandFailure("there is an account with the email \(address) already")
            }
            Terminal.say("email     \(address)")
            if !passwordStdin { Terminal.say("password  \(password)  (shown only now)") }
        }

        private func password() throws -> String {
            guard passwordStdin else { return String(RandomToken.make().prefix(20)) }
            guard let line = readLine(strippingNewline: true) else {
                throw CommandFailure("no password came on standard input")
            }
            if let (_, message) = Registration.fault(ofPassword: line) {
                throw CommandFailure("the password \(message)")
            }
            return line
        }
    }
}
