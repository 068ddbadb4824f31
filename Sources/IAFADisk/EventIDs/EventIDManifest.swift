internal import IAFACore

/// Which runs count, and up to which event they know every id: one small file, replaced whole.
struct EventIDManifest: Equatable {
    static let name = "runs.json"
    private static let version = 1.0

    /// Names of files, in the order in which they were made.
    var runs: [String] = []

    /// Every id that may come again, of an event with a sequence number up to this one, is in a run.
    var coveredThrough: UInt64 = 0

    /// The number of the next run.
    var next: UInt64 = 1

    init() {}

    /// Reads the manifest; nil where the bytes are none that this program knows.
    init?(_ bytes: [UInt8]) {
        guard let value = try? JSONValue.parse(bytes: bytes), value["version"] == .number(Self.version),
            let covered = Self.integer(value["covered_through"]), let next = Self.integer(value["next"]),
            case .array(let names) = value["runs"]
        else { return nil }
        coveredThrough = covered
        self.next = next
        for name in names {
            guard case .string(let name) = name, Self.isRun(name) else { return nil }
            runs.append(name)
        }
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        // Numbers as text: JSON's are not exact above 2⁵³.
        JSONValue.object([
            JSONMember(name: "version", value: .number(Self.version)),
            JSONMember(name: "covered_through", value: .string(String(coveredThrough))),
            JSONMember(name: "next", value: .string(String(next))),
            JSONMember(name: "runs", value: .array(runs.map { .string($0) })),
        ]).write(into: &bytes)
        return bytes
    }

    /// The name of the run of a number.
    static func runName(_ number: UInt64) -> String { "\(number).run" }

    /// Whether a file is one of ours, finished or not.
    static func isRun(_ name: String) -> Bool { name.hasSuffix(".run") && UInt64(name.dropLast(4)) != nil }

    private static func integer(_ value: JSONValue?) -> UInt64? {
        if case .string(let text) = value { UInt64(text) } else { nil }
    }
}
