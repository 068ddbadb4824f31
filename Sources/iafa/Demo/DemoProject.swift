internal import Crypto
internal import IAFACore
internal import IAFADisk
internal import IAFADuckDB
internal import IAFAHTTP

/// The project that `--demo` makes, once: something worth looking at before one's own events come.
struct DemoProject {
    let workspace: Workspace
    let passwords: any PasswordHashing
    let clock: any WallClock

    /// The installation's secret; the demo's key follows from it, so that it can be shown at every start.
    let secret: [UInt8]

    private static let email = "demo@iafa.local"
    private static let password = "demo-password"

    /// Makes what isn't there yet.
    ///
    /// A run that was cut off is taken up again: everything has ids of its own making.
    ///
    /// - Throws: `MetadataError`, `EventStoreError`, `PasswordHashingError`.
    func make() async throws -> HomePage.Demo {
        let metadata = workspace.metadata
        let keySecret = APISecret(text: "iafa_demo_" + derived("demo API key"))
        guard let projectID = Identifier<Project>("demo"), let organizationID = Identifier<Organization>("demo") else {
            preconditionFailure("'demo' is an id")
        }
        let demo = HomePage.Demo(
            email: Self.email,
            password: Self.password,
            apiKey: keySecret.text,
            projectID: projectID.text
        )
        // The account comes last, so that it says that all else is there.
        if try await account() != nil {
            guard try await metadata.get(projectID) != nil else {
                throw CommandFailure("somebody registered \(Self.email) here; give the demo another --data-dir")
            }
            return demo
        }
        guard let email = EmailAddress(Self.email) else { preconditionFailure("the demo's email is one") }
        Terminal.note("making the demo project with \(DemoEvents.count.grouped) events …")
        let now = clock.now
        try await insertOnce(Organization(id: organizationID, name: "Demo", members: [], createdAt: now))
        let project = try await insertOnce(
            Project(id: projectID, organization: organizationID, name: "Demo shop", createdAt: now)
        )
        let key = APIKey(project: projectID, name: "Demo", scopes: [.write, .read], secret: keySecret, createdAt: now)
        if try await metadata.find(APIKey.self, by: "secret", key.secretHash).isEmpty { try await metadata.insert(key) }
        // Of the time when the project was made: a second attempt makes the very same events.
        try await makeEvents(of: project, now: project.createdAt)
        for funnel in DemoFunnels.all(project: projectID, now: now) { try await insertOnce(funnel) }
        let accounts = Accounts(metadata: metadata, passwords: passwords, clock: clock)
        let registration = Registration(email: email, password: Self.password, name: "Demo")
        _ = try await accounts.register(registration, into: organizationID, as: .owner)
        return demo
    }

    /// Sees to it that the demo's login does not let strangers in.
    ///
    /// - Throws: ``CommandFailure``, `MetadataError`, `PasswordHashingError`.
    func requireNoWellKnownLogin() async throws {
        guard let user = try await account(), try await passwords.verify(Self.password, against: user.passwordHash)
        else { return }
        throw CommandFailure(
            "\(workspace.dataDirectory) has the demo's account, whose password everybody knows; "
                + "use another --data-dir, or --host 127.0.0.1"
        )
    }

    private func account() async throws -> User? {
        guard let email = EmailAddress(Self.email) else { preconditionFailure("the demo's email is one") }
        return try await workspace.metadata.find(User.self, by: "email", email.canonical).first
    }

    private func makeEvents(of project: Project, now: Timestamp) async throws {
        let store = workspace.store
        try await store.flush()
        try await workspace.bringIn {
            var sequence = store.lastSequence
            var events = DemoEvents(now: now)
            while true {
                let batch = events.next(50_000)
                if batch.isEmpty { break }
                store.receive(
                    batch.map { event in
                        sequence += 1
                        return SequencedEvent(sequence: sequence, project: project.id, event: event)
                    }
                )
                try await store.flush()
            }
            try await store.compact(thorough: true)
        }
    }

    /// The record as it is stored: where it is there already, that of the attempt before.
    @discardableResult
    private func insertOnce<Record: MetadataRecord>(_ record: Record) async throws -> Record {
        if let stored = try await workspace.metadata.get(record.id) { return stored }
        try await workspace.metadata.insert(record)
        return record
    }

    private func derived(_ purpose: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Array(purpose.utf8), using: SymmetricKey(data: secret)).hexadecimal
    }
}
