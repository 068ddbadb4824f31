package import IAFACore

extension FunnelAttempts {
    /// The attempts as texts in a fixed order, to compare by.
    package var rows: [String] {
        (0..<count).map { row in
            let times = times[row * stepCount..<(row + 1) * stepCount].map { $0 == Self.notTaken ? "-" : "\($0)" }
            return "\(keys[row]) from \(starts[row]) reach \(reaches[row]): \(times.joined(separator: " ")), "
                + "\(values[Int(valueIDs[row])]), \(endings[row])"
        }.sorted()
    }
}
