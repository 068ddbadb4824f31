/// When excluded events of one person happened, ascending, by exclusion.
struct ExcludedTimes {
    private var times: [[Int64]]

    init(count: Int) { times = Array(repeating: [], count: count) }

    /// Takes in the events of another person, in order of time.
    mutating func load(_ run: UnsafeBufferPointer<AttemptEvent>) {
        guard !times.isEmpty else { return }
        for exclusion in times.indices { times[exclusion].removeAll(keepingCapacity: true) }
        for event in run {
            var rest = event.exclusions
            while rest != 0 {
                times[rest.trailingZeroBitCount].append(event.time)
                rest &= rest &- 1
            }
        }
    }

    /// The first time of an exclusion that is later than another time; nil where there is none.
    func first(of exclusion: Int, after time: Int64) -> Int64? {
        let all = times[exclusion]
        var (low, high) = (0, all.count)
        while low < high {
            let middle = (low &+ high) &>> 1
            if all[middle] > time { high = middle } else { low = middle &+ 1 }
        }
        return low < all.count ? all[low] : nil
    }
}
