/// Where events come in besides `/api/v1/track`.
package struct EventDoors: Sendable, Equatable {
    /// What stands in front of Segment's paths; nil where this door is shut.
    package let segment: DoorPath?

    /// What stands in front of PostHog's paths; nil where this door is shut.
    package let postHog: DoorPath?

    /// A second path for `/api/v1/track`; nil where there is none.
    package let track: DoorPath?

    /// Where the clients of both products look for them.
    package static let standard = EventDoors()

    private init() {
        segment = .root
        postHog = .root
        track = nil
    }

    /// - Throws: ``DoorPathError`` where two of them would have a path in common.
    package init(segment: DoorPath?, postHog: DoorPath?, track: DoorPath?) throws(DoorPathError) {
        self.segment = segment
        self.postHog = postHog
        self.track = track
        if let track, track == .root { throw .taken("/") }
        let (ownDoor, segmentDoor, postHogDoor) = ("/api/v1/track", "Segment's clients", "PostHog's clients")
        for path in trackPaths {
            if isSegment(path) { throw .conflict(path, ownDoor, segmentDoor) }
            if isPostHog(path) { throw .conflict(path, ownDoor, postHogDoor) }
        }
        for path in postHogPaths where isSegment(path) { throw .conflict(path, segmentDoor, postHogDoor) }
    }

    /// Whether events come in at a path.
    func contain(_ path: String) -> Bool {
        var path = path[...]
        while path.last == "/" { path.removeLast() }
        let text = String(path)
        return trackPaths.contains(text) || isSegment(text) || isPostHog(text)
    }

    private var trackPaths: [String] { TrackRoutes.paths(track).flatMap { [$0, $0 + "/batch"] } }

    private var postHogPaths: [String] {
        postHog.map { door in (PostHogRoutes.capturePaths + PostHogRoutes.questionPaths).map { door.text + $0 } } ?? []
    }

    private func isSegment(_ path: String) -> Bool { segment.map { path.hasPrefix($0.text + "/v1/") } ?? false }

    private func isPostHog(_ path: String) -> Bool {
        guard let postHog else { return false }
        return postHogPaths.contains(path) || path.hasPrefix(postHog.text + "/array/")
    }
}
