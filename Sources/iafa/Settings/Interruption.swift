internal import Dispatch
internal import Foundation
internal import Synchronization

/// Ends long work on SIGINT or SIGTERM at a place where it can clean up.
final class Interruption {
    private final class Flag: Sendable {
        let isRaised = Atomic(false)
    }

    private let flag = Flag()
    private let sources: [any DispatchSourceSignal]

    /// Takes the signals over for the rest of the process.
    init() {
        let flag = flag
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { flag.isRaised.store(true, ordering: .relaxed) }
            source.resume()
            return source
        }
    }

    /// Whether somebody asked for the end.
    var isAsked: Bool { flag.isRaised.load(ordering: .relaxed) }

    /// Ends the work where somebody asked for it.
    ///
    /// - Throws: ``CommandFailure``.
    func check() throws {
        if isAsked { throw CommandFailure("interrupted; nothing is left of it") }
    }
}
