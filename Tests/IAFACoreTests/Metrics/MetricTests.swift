import IAFACore
import Testing

@Suite struct MetricTests {
    @Test func textIsInPrometheusFormat() {
        var requests = MetricFamily("a_total", .counter, "Back\\slash,\nline.")
        requests.add(3, MetricFamily.Label("route", "/a/{b}"), MetricFamily.Label("odd", "q\"u\\o\nte"))
        let share = MetricFamily("b", .gauge, "B.", 0.25)
        let expected = #"""
            # HELP a_total Back\\slash,\nline.
            # TYPE a_total counter
            a_total{route="/a/{b}",odd="q\"u\\o\nte"} 3
            # HELP b B.
            # TYPE b gauge
            b 0.25

            """#
        #expect(MetricText.text(of: [requests, share]) == expected)
    }

    @Test(arguments: [
        (0.0, "0"), (-1.5, "-1.5"), (1e15, "1000000000000000"), (Double.infinity, "+Inf"),
        (-Double.infinity, "-Inf"), (Double.nan, "NaN"),
    ])
    func numbersAreWrittenAsPrometheusReadsThem(_ value: Double, _ text: String) {
        #expect(MetricText.text(of: [MetricFamily("a", .gauge, "A.", value)]).hasSuffix("\na \(text)\n"))
    }

    @Test func aHistogramCountsWhatIsAtMostItsBounds() {
        let histogram = MetricHistogram()
        for microseconds in [0, 500, 501, 1_000, 20_000, 11_000_000] { histogram.observe(.microseconds(microseconds)) }
        var family = MetricFamily("h", .histogram, "H.")
        family.add(histogram, MetricFamily.Label("route", "r"))
        let lines = MetricText.text(of: [family]).split(separator: "\n").map(String.init)
        #expect(lines.contains(#"h_bucket{route="r",le="0.0005"} 2"#))
        #expect(lines.contains(#"h_bucket{route="r",le="0.001"} 4"#))
        #expect(lines.contains(#"h_bucket{route="r",le="0.025"} 5"#))
        #expect(lines.contains(#"h_bucket{route="r",le="10.0"} 5"#))
        #expect(lines.contains(#"h_bucket{route="r",le="+Inf"} 6"#))
        #expect(lines.contains(#"h_count{route="r"} 6"#))
        #expect(lines.contains(#"h_sum{route="r"} 11.022001"#))
    }

    @Test func nothingIsLostBetweenThreads() async {
        let counter = MetricCounter()
        let histogram = MetricHistogram()
        await withTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<10_000 {
                        counter.add()
                        histogram.observe(.milliseconds(2))
                    }
                }
            }
        }
        #expect(counter.value == 80_000)
        #expect(histogram.counts.reduce(0, +) == 80_000 && histogram.sum == .seconds(160))
    }

    @Test func workIsCountedByHowItEnded() throws {
        let meter = WorkMeter()
        #expect(meter.measure { 7 } == 7)
        #expect(throws: CancellationError.self) { try meter.measure { throw CancellationError() } }
        #expect(meter.count == 1 && meter.failureCount == 1 && meter.duration >= .zero)
    }
}
