internal import Foundation
internal import IAFACore

extension FunnelScan {
    /// What the scan read, once it has run.
    ///
    /// - `total`: How long the question took in all.
    func explanation(total: Duration) -> FunnelExplanation {
        var explanation = FunnelExplanation(engine: isSweep ? .sweep : .scan, threads: cores)
        explanation.days = days.count
        for day in days {
            let files = day.files + [day.filteredFile].compactMap(\.self)
            explanation.indexedDays += day.index == nil ? 0 : 1
            explanation.scannedDays += files.isEmpty ? 0 : 1
            explanation.memoryDays += day.stored.hot.isEmpty ? 0 : 1
            explanation.dayFiles += files.count { $0.name.part == nil }
            explanation.partFiles += files.count { $0.name.part != nil }
            explanation.fileBytes += files.reduce(0) { $0 + $1.byteCount }
        }
        meter.fill(&explanation, total: total)
        return explanation
    }
}
