internal import Foundation

/// The limit of files that this process may have open, connections included.
enum OpenFiles {
    /// For what is no connection: journal, event files, the engine, metadata.
    private static let reserve = 256

    /// Raises the limit as far as connections need it and the system lets us.
    ///
    /// A tenth of the connections comes on top, for those that are told that there are too many.
    ///
    /// - Returns: How many connections there is room for; at most as many as asked for.
    static func connections(upTo asked: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return asked }
        let needed = rlim_t(asked + asked / 10 + 64 + reserve)
        if limit.rlim_cur < needed {
            limit.rlim_cur = min(needed, limit.rlim_max)
            _ = setrlimit(resource, &limit)
            guard getrlimit(resource, &limit) == 0 else { return asked }
        }
        if limit.rlim_cur >= needed { return asked }
        return max(1, (Int(limit.rlim_cur) - 64 - reserve) * 10 / 11)
    }

    #if canImport(Glibc)
        private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
        private static let resource = RLIMIT_NOFILE
    #endif
}
