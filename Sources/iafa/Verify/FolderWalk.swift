internal import Foundation
internal import IAFACore
internal import IAFADuckDB

/// A walk over the names below a data directory; what vanishes meanwhile is passed over.
struct FolderWalk {
    let dataDirectory: String

    /// Files of events that were not finished; perhaps they are about to be.
    private(set) var unfinished: [String] = []

    private var open = Gathered()
    private var strays = Gathered()

    /// Deeper folders are none of ours, nor are links that go round in a circle.
    private static let depth = 8

    /// What may be found many times, told once.
    private struct Gathered {
        var count = 0
        var first = ""

        mutating func add(_ path: String) {
            if count == 0 { first = path }
            count += 1
        }

        var others: String { count > 1 ? ", and \((count - 1).grouped) more" : "" }
    }

    init(dataDirectory: String) { self.dataDirectory = dataDirectory }

    mutating func run() {
        for name in ["events", "journal", "metadata"] { visit("\(dataDirectory)/\(name)", [name]) }
    }

    /// `names`: The path below the data directory.
    private mutating func visit(_ path: String, _ names: [String]) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return }
        if status.st_mode & 0o077 != 0, status.st_mode & S_IFMT != S_IFLNK { open.add(path) }
        guard status.st_mode & S_IFMT == S_IFDIR else { return visitFile(path, names) }
        guard names.count <= Self.depth else { return }
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        for entry in entries.sorted() { visit("\(path)/\(entry)", names + [entry]) }
    }

    private mutating func visitFile(_ path: String, _ names: [String]) {
        guard names.first == "events", names.count > 1, let name = names.last else { return }
        if name.hasSuffix(".tmp") {
            unfinished.append(path)
        } else if EventFileName(name) == nil || names.count != 5
            || Identifier<Project>(String(names[1].dropFirst("project_".count))) == nil
        {
            strays.add(path)
        }
    }

    var findings: [Finding] {
        var findings: [Finding] = []
        if open.count > 0 {
            findings.append(
                Finding(
                    kind: .warning,
                    path: open.first,
                    message: "others than the owner may read or write it" + open.others,
                    remedy: "chmod -R go= \(dataDirectory)"
                )
            )
        }
        if strays.count > 0 {
            findings.append(
                Finding(
                    kind: .warning,
                    path: strays.first,
                    message: "is not read: no event file has that name or place" + strays.others,
                    remedy: "move it out of the data directory"
                )
            )
        }
        return findings
    }
}
