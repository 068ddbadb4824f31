internal import IAFACore

/// Shows events that are in memory as those in files are shown.
struct HotReading {
    let reading: EventReading

    /// - Throws: What `body` throws.
    func read(
        _ events: [SequencedEvent],
        _ stop: StopSignal,
        _ body: (EventGlance) throws(EventStoreError) -> Void
    ) throws(EventStoreError) {
        for event in events {
            guard !stop.isStopped else { return }
            if isWanted(event.event) { try show(event.event, body) }
        }
    }

    private func isWanted(_ event: Event) -> Bool {
        reading.range.contains(event.timestamp)
            && reading.moments.map { $0.contains(event.timestamp.microseconds) } ?? true
            && reading.eventTypes.map { $0.contains { $0.utf8.elementsEqual(event.type.utf8) } } ?? true
    }

    private func show(
        _ event: Event,
        _ body: (EventGlance) throws(EventStoreError) -> Void
    ) throws(EventStoreError) {
        // All texts behind each other, since each alone would need a closure within the others'.
        var bytes: [UInt8] = []
        func place(_ text: String?) -> Range<Int>? {
            guard let text else { return nil }
            let start = bytes.count
            bytes += text.utf8
            return start..<bytes.count
        }
        let type = place(event.type) ?? 0..<0
        let user = place(event.userID)
        let anonymous = place(event.anonymousID)
        let session = reading.wantsSessions ? place(event.sessionID) : nil
        let properties = reading.wantsProperties ? place(event.properties) : nil
        let id = reading.wantsProperties ? place(event.id) : nil
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(EventStoreError) in
                func text(_ range: Range<Int>?) -> UnsafeRawBufferPointer? {
                    range.map { UnsafeRawBufferPointer(rebasing: bytes[$0]) }
                }
                var glance = EventGlance(
                    type: UnsafeRawBufferPointer(rebasing: bytes[type]),
                    time: event.timestamp.microseconds
                )
                glance.userID = text(user)
                glance.anonymousID = text(anonymous)
                glance.sessionID = text(session)
                glance.properties = text(properties)
                if reading.wantsProperties { glance.receivedAt = event.receivedAt.microseconds }
                glance.id = text(id)
                try body(glance)
            }
        }
        try result.get()
    }
}
