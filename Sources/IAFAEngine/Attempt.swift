internal import IAFACore

/// An attempt as far as a search has followed it; scratch memory that is used again and again.
final class Attempt {
    private let stepCount: Int

    /// When each step was taken, or ``IAFACore/FunnelAttempts/notTaken``.
    let times: UnsafeMutablePointer<Int64>

    /// Which event took each step, as its place among those of the person; -1 where none did.
    let places: UnsafeMutablePointer<Int>

    /// The number of required steps taken; 0 where there is no attempt.
    var reach = 0

    /// When the last of them was taken.
    var attained: Int64 = 0
    var start: Int64 = 0

    /// Where its first event comes among all of the person.
    var rank = 0

    /// The steps that events within its window satisfy, as bits; only of unordered funnels.
    var performed: UInt32 = 0

    init(stepCount: Int) {
        self.stepCount = stepCount
        times = .allocate(capacity: stepCount)
        places = .allocate(capacity: stepCount)
        times.initialize(repeating: 0, count: stepCount)
        places.initialize(repeating: 0, count: stepCount)
    }

    deinit {
        times.deallocate()
        places.deallocate()
    }

    /// Begins anew.
    @inline(__always)
    func reset(start time: Int64, rank first: Int) {
        times.update(repeating: FunnelAttempts.notTaken, count: stepCount)
        places.update(repeating: -1, count: stepCount)
        reach = 0
        attained = time
        start = time
        rank = first
        performed = 0
    }

    /// Takes a required step.
    @inline(__always)
    func take(_ step: Int, _ place: Int, at time: Int64) {
        times[step] = time
        places[step] = place
        reach &+= 1
        attained = time
    }

    /// Becomes what another one is.
    func copy(_ other: Attempt) {
        times.update(from: other.times, count: stepCount)
        places.update(from: other.places, count: stepCount)
        (reach, attained, start) = (other.reach, other.attained, other.start)
        (rank, performed) = (other.rank, other.performed)
    }

    /// Whether some step was taken by the event.
    func uses(_ place: Int) -> Bool {
        for step in 0..<stepCount where places[step] == place { return true }
        return false
    }

    /// Whether it counts rather than another one of the same person; one of reach 0 never does.
    func isBetter(than other: Attempt) -> Bool {
        if reach != other.reach { return reach > other.reach }
        if attained != other.attained { return attained < other.attained }
        if start != other.start { return start > other.start }
        // They differ in the order of simultaneous events, or in what is held constant: steps as early as can be.
        var (mine, others) = (0, 0)
        while true {
            while mine < stepCount, times[mine] == FunnelAttempts.notTaken { mine &+= 1 }
            while others < stepCount, other.times[others] == FunnelAttempts.notTaken { others &+= 1 }
            if others == stepCount { return mine == stepCount && rank < other.rank }
            if mine == stepCount { return true }
            if times[mine] != other.times[others] { return times[mine] < other.times[others] }
            mine &+= 1
            others &+= 1
        }
    }
}
