/// A class of scalars such as `[a-z0-9_]`.
struct LinearRegexSet: Sendable {
    /// Sorted, without overlaps.
    private var ranges: [ClosedRange<UInt32>] = []
    /// The part below 128 as a bit map.
    private var ascii: (low: UInt64, high: UInt64) = (0, 0)
    /// Whether it holds what the ranges don't.
    var isNegated = false

    static let digits = LinearRegexSet([0x30...0x39])
    static let wordScalars = LinearRegexSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let spaces = LinearRegexSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])

    init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
        self.isNegated = isNegated
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound {
                self.ranges[self.ranges.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
        for scalar in UInt32(0)..<128 where isInRanges(scalar) {
            if scalar < 64 { ascii.low |= 1 << UInt64(scalar) } else { ascii.high |= 1 << UInt64(scalar - 64) }
        }
    }

    /// The ranges of the class, or of its complement where it is negated.
    var resolvedRanges: [ClosedRange<UInt32>] {
        guard isNegated else { return ranges }
        var complement: [ClosedRange<UInt32>] = []
        var start: UInt32 = 0
        for range in ranges {
            if range.lowerBound > start { complement.append(start...range.lowerBound - 1) }
            start = range.upperBound + 1
        }
        if start <= 0x10FFFF { complement.append(start...0x10FFFF) }
        return complement
    }

    /// Whether a scalar is in the class.
    func contains(_ scalar: UInt32) -> Bool { isListed(scalar) != isNegated }

    /// Whether a scalar is in the class when case is ignored: whether any of its cases is listed.
    func contains(anyCaseOf scalar: UInt32) -> Bool {
        let isAnyListed =
            isListed(scalar) || LinearRegexCase.variants(of: scalar).contains { isListed($0) }
        return isAnyListed != isNegated
    }

    private func isListed(_ scalar: UInt32) -> Bool {
        if scalar < 64 { return ascii.low >> UInt64(scalar) & 1 == 1 }
        if scalar < 128 { return ascii.high >> UInt64(scalar - 64) & 1 == 1 }
        return isInRanges(scalar)
    }

    private func isInRanges(_ scalar: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(scalar)
    }
}
