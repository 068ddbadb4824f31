internal import IAFACore
internal import NIOCore
internal import Synchronization

/// Brings what the log tells to the connections of an event loop, which wakes once for all that is told meanwhile.
final class LaneMailbox: Sendable {
    /// What is told to one connection.
    struct Letter: Sendable {
        let handler: NIOLoopBound<TrackLaneHandler>
        let result: Result<[EventVerdict], EventLogError>
    }

    private let eventLoop: any EventLoop
    private let letters: Mutex<[Letter]> = Mutex([])

    init(_ eventLoop: any EventLoop) { self.eventLoop = eventLoop }

    func post(_ letter: Letter) {
        let isFirst = letters.withLock { letters in
            letters.append(letter)
            return letters.count == 1
        }
        if isFirst { eventLoop.execute { self.deliver() } }
    }

    private func deliver() {
        let letters = letters.withLock { letters in
            defer { letters = [] }
            return letters
        }
        for letter in letters { letter.handler.value.finish(letter.result) }
    }
}

/// The mailboxes of all event loops.
final class LaneMailboxes: Sendable {
    private let boxes: Mutex<[ObjectIdentifier: LaneMailbox]> = Mutex([:])

    func mailbox(of eventLoop: any EventLoop) -> LaneMailbox {
        boxes.withLock { boxes in
            if let box = boxes[ObjectIdentifier(eventLoop)] { return box }
            let box = LaneMailbox(eventLoop)
            boxes[ObjectIdentifier(eventLoop)] = box
            return box
        }
    }
}
