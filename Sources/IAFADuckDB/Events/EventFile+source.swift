internal import Foundation
internal import IAFACore

extension EventFile {
    /// The file as what an index is made of; only of the file of a day.
    var indexSource: StageIndexSource {
        precondition(name.part == nil, "parts have no index")
        return StageIndexSource(
            project: project,
            day: name.day,
            path: readPath,
            sequences: footer.first...footer.last,
            events: footer.events,
            lastReceived: footer.lastReceived
        )
    }

    /// The file's size.
    var byteCount: Int {
        var status = stat()
        return stat(readPath, &status) == 0 ? Int(status.st_size) : 0
    }
}
