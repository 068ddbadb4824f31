extension FunnelDefinition {
    /// What of a funnel contradicts itself; each names both options.
    package var conflicts: [ValidationIssue] {
        var conflicts = stepConflicts
        func refuse(_ field: String, _ other: String, if isWrong: Bool) {
            guard isWrong else { return }
            let message = "\(field) can't be used together with \(other)"
            conflicts.append(ValidationIssue(field: field, code: "conflict", message: message))
        }
        let optional = steps.indices.filter { steps[$0].isOptional }
        let limited = steps.indices.filter { steps[$0].within != nil || steps[$0].after != nil }
        let hasTies = options.tieWindow > .zero
        if options.order != .ordered {
            let order = "order \"\(options.order.rawValue)\""
            refuse("tie_window_seconds", order, if: hasTies)
            for step in optional { refuse("stages[\(step)].optional", order, if: true) }
        }
        if options.order == .unordered {
            let order = "order \"unordered\""
            refuse("exclusions", order, if: !options.exclusions.isEmpty)
            for step in limited { refuse(limit(of: step), order, if: true) }
        }
        for step in limited { refuse(limit(of: step), "tie_window_seconds", if: hasTies) }
        if options.preset == .clickhouse {
            let preset = "preset \"clickhouse\""
            refuse("order", preset, if: options.order != .ordered)
            refuse("entry", preset, if: options.entry != .best)
            refuse("count_by", "\(preset) where it is \"totals\"", if: options.unit == .totals)
            refuse("tie_window_seconds", preset, if: hasTies)
            refuse("hold_constant", preset, if: !options.heldProperties.isEmpty)
            refuse("exclusions", preset, if: !options.exclusions.isEmpty)
            for step in optional { refuse("stages[\(step)].optional", preset, if: true) }
            for step in limited { refuse(limit(of: step), preset, if: true) }
        }
        return conflicts + exclusionConflicts
    }

    private func limit(of step: Int) -> String {
        "stages[\(step)].\(steps[step].within != nil ? "within_seconds" : "after_seconds")"
    }

    private var stepConflicts: [ValidationIssue] {
        var conflicts: [ValidationIssue] = []
        func refuse(_ field: String, _ message: String) {
            conflicts.append(ValidationIssue(field: field, code: "conflict", message: message))
        }
        for index in [0, steps.count - 1] where steps[index].isOptional {
            refuse("stages[\(index)].optional", "the first and the last of the stages can't be optional")
        }
        if steps[0].within != nil || steps[0].after != nil {
            refuse(limit(of: 0), "the first of the stages has none before it")
        }
        for (index, step) in steps.enumerated() {
            guard let after = step.after else { continue }
            if let within = step.within, after > within {
                refuse("stages[\(index)].after_seconds", "after_seconds is longer than within_seconds")
            } else if after > conversionWindow {
                let message = "after_seconds is longer than conversion_window_seconds"
                refuse("stages[\(index)].after_seconds", message)
            }
        }
        return conflicts
    }

    private var exclusionConflicts: [ValidationIssue] {
        var conflicts: [ValidationIssue] = []
        for (index, exclusion) in options.exclusions.enumerated() {
            for (name, step) in [("from_step", exclusion.steps.lowerBound), ("to_step", exclusion.steps.upperBound)] {
                let field = "exclusions[\(index)].\(name)"
                if step >= steps.count {
                    let message = "there are only \(steps.count) stages"
                    conflicts.append(ValidationIssue(field: field, code: "out_of_range", message: message))
                } else if steps[step].isOptional {
                    let message = "\(name) can't be \(step + 1), since stages[\(step)].optional is true"
                    conflicts.append(ValidationIssue(field: field, code: "conflict", message: message))
                }
            }
        }
        return conflicts
    }
}
