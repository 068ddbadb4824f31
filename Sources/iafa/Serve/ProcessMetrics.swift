internal import Foundation
internal import IAFACore
internal import IAFADuckDB

/// What the system tells of this process, under the names that Prometheus' own clients use.
enum ProcessMetrics {
    /// The families; where the system has no `/proc`, only the program's version.
    ///
    /// Reads `/proc`, which is memory.
    static func families() -> [MetricFamily] {
        var build = MetricFamily("iafa_build_info", .gauge, "1, with the versions of IAFA and DuckDB.")
        build.add(
            1,
            MetricFamily.Label("version", Version.text),
            MetricFamily.Label("duckdb_version", ParquetEventStore.engineVersion)
        )
        return [build] + statusFamilies()
    }

    private static func statusFamilies() -> [MetricFamily] {
        // The name of the program stands in brackets and may hold anything, brackets included.
        guard let status = text(of: "/proc/self/stat"), let bracket = status.lastIndex(of: ")"),
            let boot = bootTime()
        else { return [] }
        let fields = status[status.index(after: bracket)...].split(separator: " ").map { Double($0) ?? 0 }
        // proc_pid_stat(5) counts from 1 and from the process's number; the first field here is its third.
        guard fields.count > 21 else { return [] }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        let pageSize = Double(sysconf(Int32(_SC_PAGESIZE)))
        var families = [
            MetricFamily(
                "process_cpu_seconds_total",
                .counter,
                "Processor time of all threads.",
                (fields[11] + fields[12]) / ticks
            ),
            MetricFamily(
                "process_start_time_seconds",
                .gauge,
                "When the process began, in seconds since 1970.",
                boot + fields[19] / ticks
            ),
            MetricFamily("process_virtual_memory_bytes", .gauge, "Address space in use.", fields[20]),
            MetricFamily("process_resident_memory_bytes", .gauge, "Memory in use.", fields[21] * pageSize),
        ]
        if let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            families.append(MetricFamily("process_open_fds", .gauge, "Open files and connections.", files.count))
        }
        var limit = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
            families.append(
                MetricFamily(
                    "process_max_fds",
                    .gauge,
                    "Files and connections that may be open.",
                    Double(limit.rlim_cur)
                )
            )
        }
        return families
    }

    /// When the system began, in seconds since 1970.
    private static func bootTime() -> Double? {
        text(of: "/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
            .flatMap { Double($0.dropFirst("btime ".count)) }
    }

    private static func text(of path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
