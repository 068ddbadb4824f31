internal import Foundation
internal import IAFACore

extension FunnelReport {
    static func text(_ answer: FunnelNextEvents) -> String {
        var rows = answer.eventTypes.map { type in
            [type.eventType, type.users.grouped, percent(type.share), type.events.grouped]
        }
        rows.append(["(nothing)", answer.nothing.users.grouped, percent(answer.nothing.share), ""])
        let table = TextTable.text(header: ["event", "users", "share", "times"], rows, numeric: [1, 2, 3])
        return """
            \(days(answer.dateRange)), \(answer.timezone)
            \(answer.users.grouped) dropped out after step \(answer.step)\(part(answer.usersExamined, of: answer.users))
            \(table)
            """
    }

    static func text(_ answer: FunnelCorrelations) -> String {
        let rows = (answer.positive + answer.negative).map { found in
            [
                name(found.candidate), found.with.whole.grouped, percent(100 * found.with.share),
                percent(100 * found.without.share), String(format: "%.2f", found.oddsRatio),
                String(format: "%.2f to %.2f", found.lower, found.upper), probability(found.adjustedPValue),
                found.differs ? "differs" : "",
            ]
        }
        let header = ["did, or began with", "users", "rate with", "without", "odds ratio", "95 % interval", "p", ""]
        let table = TextTable.text(header: header, rows, numeric: [1, 2, 3, 4, 5, 6])
        let leftOut = answer.propertiesLeftOut.prefix(20).joined(separator: ", ")
        return """
            \(days(answer.dateRange)), \(answer.timezone)
            \(answer.conversions.grouped) of \(answer.usersExamined.grouped) converted\
            \(part(answer.usersExamined, of: answer.users)); \(answer.compared.grouped) compared
            \(table)\(leftOut.isEmpty ? "" : "\nleft out, as they have too many values: \(leftOut)")
            """
    }

    private static func part(_ examined: Int, of users: Int) -> String {
        examined == users ? "" : " (a sample of \(examined.grouped) of \(users.grouped))"
    }

    private static func name(_ candidate: FunnelCorrelations.Candidate) -> String {
        switch candidate {
        case .eventType(let type): type
        case .property(let name, let value): "\(name) = \(self.name(.value(value)))"
        }
    }
}
