/// The calls of Segment's API that send an event.
package enum SegmentCall: String, Sendable, CaseIterable {
    case track, identify, page, screen, group, alias

    /// The call of a path's last part, which may be its first letter; nil where there is no such call.
    package init?(path: String) {
        let match = Self.allCases.first { $0.rawValue == path || (path.count == 1 && $0.rawValue.hasPrefix(path)) }
        guard let match else { return nil }
        self = match
    }

    /// The type of its events; nil where each has a name of its own.
    var eventType: String? {
        switch self {
        case .track: nil
        case .identify: "$identify"
        case .page: "$pageview"
        case .screen: "$screen"
        case .group: "$group"
        case .alias: "$alias"
        }
    }
}
