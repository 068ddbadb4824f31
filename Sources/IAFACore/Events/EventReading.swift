/// Which events of a project to read, and what of them.
package struct EventReading: Sendable {
    package let project: Identifier<Project>
    package let range: Range<Timestamp>

    /// Only events of these types; nil for all.
    package var eventTypes: [String]?

    /// Only events of exactly these times, in µs since 1970; nil for all in the range.
    package var moments: Set<Int64>?

    /// Whether sessions are wanted.
    package var wantsSessions = false

    /// Whether properties are wanted, and what puts simultaneous events in order.
    package var wantsProperties = false

    package init(project: Identifier<Project>, range: Range<Timestamp>) {
        self.project = project
        self.range = range
    }
}

/// What a reading shows of an event; its bytes are good only as long as it is shown.
package struct EventGlance {
    package var userID: UnsafeRawBufferPointer?
    package var anonymousID: UnsafeRawBufferPointer?
    /// Nil also where sessions are not wanted.
    package var sessionID: UnsafeRawBufferPointer?
    package var type: UnsafeRawBufferPointer
    /// In µs since 1970.
    package var time: Int64
    /// In µs since 1970; 0 where properties are not wanted.
    package var receivedAt: Int64 = 0
    /// Nil where properties are not wanted.
    package var id: UnsafeRawBufferPointer?
    /// Nil where properties are not wanted.
    package var properties: UnsafeRawBufferPointer?

    package init(type: UnsafeRawBufferPointer, time: Int64) {
        self.type = type
        self.time = time
    }

    /// The key of the person or, where sessions are counted, of the session; nil where there is none.
    package func key(of unit: FunnelUnit) -> UInt64? {
        (unit == .sessions ? sessionID : userID ?? anonymousID).map { PersonKey.key(of: $0) }
    }
}
