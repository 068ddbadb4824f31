/// What a data directory holds, and what isn't as it should be in it.
struct DataDirectoryReport {
    var damages: [Finding] = []
    var warnings: [Finding] = []
    var projects = 0
    var files = 0

    /// In files and in the journal; nil where the journal can't be read, so that nobody can count them.
    var events: Int?

    /// The highest sequence number of any event; 0 where there is none.
    var lastSequence: UInt64 = 0

    var isWhole: Bool { damages.isEmpty }

    mutating func add(_ findings: [Finding]) {
        for finding in findings {
            switch finding.kind {
            case .damage: damages.append(finding)
            case .warning: warnings.append(finding)
            }
        }
    }
}

extension DataDirectoryReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case isWhole, damages, warnings, projects, files, events
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(isWhole, forKey: .isWhole)
        try container.encode(damages, forKey: .damages)
        try container.encode(warnings, forKey: .warnings)
        try container.encode(projects, forKey: .projects)
        try container.encode(files, forKey: .files)
        // Null says that they could not be counted.
        try container.encode(events, forKey: .events)
    }
}
