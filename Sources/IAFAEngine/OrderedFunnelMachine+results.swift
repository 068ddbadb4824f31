package import IAFACore

extension OrderedFunnelMachine {
    /// What all events so far come to.
    ///
    /// Blocks until done. Changes nothing, so that more slices may follow.
    /// - Parameter now: The moment of the question, by which attempts are in progress.
    /// - Returns: The tally of all persons.
    package func finish(now: Timestamp) -> FunnelTally {
        var tally = FunnelTally(stepCount: stepCount)
        for partition in 0..<StageEventPartitions.count {
            for reach in 1...stepCount { tally.reachCounts[reach - 1] += tables[partition].reachCounts[reach] }
        }
        let columns = DurationColumns(tables: tables, stepCount: stepCount)
        defer { columns.deallocate() }
        let window = UInt64(bitPattern: windowMicroseconds)
        let now = now.microseconds
        forEachPartition(threads: threads) { [self] _, partition in
            let open = columns.openCounts(of: partition)
            let places = columns.places(of: partition)
            tables[partition].forEachPerson { _, reach, times in
                if reach < stepCount {
                    let isOpen = now < times[0] || UInt64(bitPattern: now &- times[0]) <= window
                    open[reach] &+= isOpen ? 1 : 0
                } else {
                    places[0][0] = times[stepCount &- 1] &- times[0]
                    places[0] += 1
                }
                var step = 1
                while step < reach {
                    places[step][0] = times[step] &- times[step &- 1]
                    places[step] += 1
                    step &+= 1
                }
            }
        }
        for partition in 0..<StageEventPartitions.count {
            for reach in 1..<stepCount {
                tally.inProgressCounts[reach - 1] += columns.openCounts(of: partition)[reach]
            }
        }
        tally.stepDurations = (1..<stepCount).map(columns.durations(inColumn:))
        tally.totalDurations = columns.durations(inColumn: 0)
        return tally
    }

    /// How far each person got, by key.
    package func outcomes() -> [UInt64: PersonOutcome] {
        var outcomes: [UInt64: PersonOutcome] = [:]
        for partition in 0..<StageEventPartitions.count {
            tables[partition].forEachPerson { key, reach, times in
                let stepTimes = UnsafeBufferPointer(start: times, count: reach).map(Timestamp.init(microseconds:))
                outcomes[key] = PersonOutcome(stepTimes: stepTimes)
            }
        }
        return outcomes
    }
}
