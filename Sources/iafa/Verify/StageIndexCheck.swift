internal import IAFADisk

/// Looks at the stage indexes, on which no answer depends.
struct StageIndexCheck {
    let dataDirectory: String

    /// Reads all of them.
    ///
    /// Blocks, for as long as that takes.
    ///
    /// - Returns: A warning for each that is damaged. That one is missing, or out of date, is nothing to be told of.
    /// - Throws: `DiskError` where the folders can't be listed.
    func run() throws -> [Finding] {
        try FileStageIndex.damagedFiles(directory: dataDirectory + "/index").map { path in
            Finding(
                kind: .warning,
                path: path,
                message: "is damaged; no answer depends on it",
                remedy: "`iafa index` makes it anew, as a server does once a question comes upon it"
            )
        }
    }
}
