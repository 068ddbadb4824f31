internal import ArgumentParser
internal import Foundation

/// The program: parses what it was called with, runs the command, tells how it went by the exit code.
@main
struct IAFACommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "iafa",
        abstract: "In-app funnel analytics: where your users drop off, on a server of your own.",
        discussion: """
            Every option but --password-stdin can also be given in the environment (--data-dir as IAFA_DATA_DIR) or in \
            a JSON file named with --config ({"data_dir": "…"}); an option counts more than the environment, the \
            environment more than the file.

            Exit codes: 0 done, 1 failed, 64 wrong usage.
            """,
        version: Version.text,
        subcommands: [
            ServeCommand.self, ImportCommand.self, ExportCommand.self, FunnelCommand.self, ProjectCommand.self,
            UserCommand.self, CompactCommand.self, IndexCommand.self, VerifyCommand.self, BackupCommand.self,
            RestoreCommand.self,
            VersionCommand.self,
        ]
    )

    static func main() async {
        // What is written belongs to the owner alone, whoever writes it.
        umask(0o077)
        // Else a file that is opened would take the place of one of them, and get what is written to it.
        for descriptor in Int32(0)...2 where fcntl(descriptor, F_GETFD) < 0 { _ = open("/dev/null", O_RDWR) }
        // A reader that goes away ends a write, not the program.
        signal(SIGPIPE, SIG_IGN)
        var command: any ParsableCommand
        do {
            command = try parseAsRoot()
        } catch {
            end(parsing: error)
        }
        do {
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as CommandFailure {
            Terminal.fail(error.message)
        } catch let error as ValidationError {
            Terminal.misused(error.message, by: name(of: command))
        } catch {
            // A command that only has subcommands asks for its own help.
            if exitCode(for: error) == .success { end(parsing: error) }
            Terminal.fail("\(error)")
        }
        Terminal.finish()
    }

    /// Ends the program with help that was asked for, or with what is wrong with the arguments.
    private static func end(parsing error: any Error) -> Never {
        if exitCode(for: error) == .success {
            Terminal.say(fullMessage(for: error))
            Terminal.finish()
        }
        Terminal.misused(message(for: error), by: nameInArguments())
    }
}

extension IAFACommand {
    /// As much of a command's name as the arguments begin with.
    private static func nameInArguments() -> String {
        var types = configuration.subcommands
        var path: [String] = []
        for argument in CommandLine.arguments.dropFirst() {
            guard let type = types.first(where: { $0._commandName == argument }) else { break }
            path.append(argument)
            types = type.configuration.subcommands
        }
        return path.joined(separator: " ")
    }

    /// What a command is called with: `project create`.
    private static func name(of command: any ParsableCommand) -> String {
        func search(_ types: [any ParsableCommand.Type], _ path: [String]) -> [String]? {
            for type in types {
                let here = path + [type._commandName]
                if type == Swift.type(of: command) { return here }
                if let found = search(type.configuration.subcommands, here) { return found }
            }
            return nil
        }
        return search(configuration.subcommands, [])?.joined(separator: " ") ?? ""
    }
}

/// Why a command failed, in one line that says what to do.
struct CommandFailure: Error {
    let message: String

    init(_ message: String) { self.message = message }
}
