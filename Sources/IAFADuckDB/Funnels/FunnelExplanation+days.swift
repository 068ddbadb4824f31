internal import IAFACore

extension FunnelExplanation {
    /// What a scan of some days read, once it has run.
    ///
    /// - `meter`: The scan's.
    /// - `total`: How long the question took in all.
    init(_ engine: Engine, threads: Int, days: [PlannedDay], meter: FunnelMeter, total: Duration) {
        self.init(engine: engine, threads: threads)
        self.days = days.count
        for day in days {
            let files = day.files + [day.filteredFile].compactMap(\.self)
            indexedDays += day.index == nil ? 0 : 1
            scannedDays += files.isEmpty ? 0 : 1
            memoryDays += day.stored.hot.isEmpty ? 0 : 1
            dayFiles += files.count { $0.name.part == nil }
            partFiles += files.count { $0.name.part != nil }
            fileBytes += files.reduce(0) { $0 + $1.byteCount }
        }
        meter.fill(&self, total: total)
    }
}
