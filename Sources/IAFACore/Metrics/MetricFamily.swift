/// A metric with all its values of one moment, as Prometheus knows it.
package struct MetricFamily: Sendable, Equatable {
    package enum Kind: String, Sendable {
        /// Only grows, until the process ends.
        case counter
        /// Goes up and down.
        case gauge
        /// Counts what was at most so large.
        case histogram
    }

    /// A value under its labels.
    package struct Sample: Sendable, Equatable {
        /// What follows the family's name: of histograms `_bucket`, `_sum`, `_count`.
        package var suffix = ""
        package var labels: [Label] = []
        package let value: Double
    }

    /// What tells samples of a family apart; values come from a small set that no client can add to.
    package struct Label: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// `iafa_` and what is measured, the unit last.
    package let name: String

    /// What it means, in a sentence.
    package let help: String
    package let kind: Kind
    package var samples: [Sample] = []

    /// A family without samples yet.
    package init(_ name: String, _ kind: Kind, _ help: String) {
        self.name = name
        self.kind = kind
        self.help = help
    }

    /// A family of one sample.
    package init(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        self.init(name, kind, help)
        add(value)
    }

    /// A family of one sample, a whole number.
    package init(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
        self.init(name, kind, help, Double(value))
    }

    package mutating func add(_ value: Double, _ labels: Label...) {
        samples.append(Sample(labels: labels, value: value))
    }

    package mutating func add(_ value: Int, _ labels: Label...) {
        samples.append(Sample(labels: labels, value: Double(value)))
    }

    /// Adds a histogram's buckets, sum and count.
    package mutating func add(_ histogram: MetricHistogram, _ labels: Label...) {
        let counts = histogram.counts
        var total = 0
        for (index, count) in counts.enumerated() {
            total += count
            let isLast = index == MetricHistogram.bounds.count
            let bound = isLast ? "+Inf" : "\(MetricHistogram.bounds[index])"
            samples.append(
                Sample(suffix: "_bucket", labels: labels + [Label("le", bound)], value: Double(total))
            )
        }
        samples.append(Sample(suffix: "_sum", labels: labels, value: histogram.sum.inSeconds))
        samples.append(Sample(suffix: "_count", labels: labels, value: Double(total)))
    }
}
