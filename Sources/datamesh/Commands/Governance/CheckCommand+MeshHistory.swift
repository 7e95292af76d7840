import MeshModel

extension Session {
    /// Products looked at between two words about how far it is.
    private static let historySlice = 256
    /// Moments of the mesh that are told: of more, days or weeks.
    private static let mostMoments = 40
    /// Changes of state that people are shown; programs get all that were kept.
    private static let mostShown = 50

    /// How the mesh and each domain stood from a moment on, and what changed of the state of products, newest first.
    func showHistory(policy: Policy?, since: Since) throws {
        let from = since.moment(before: now)
        var history = try MeshComplianceHistory(reader, policy: policy?.id, from: from, through: now)
        let progress = Progress()
        while !history.isFinished {
            try history.advance(Self.historySlice)
            progress.show("\(history.seen) of \(history.total) products looked at")
        }
        progress.end()
        output.show(history, by: history.step(atMost: Self.mostMoments), atMost: Self.mostShown)
        output.document(history.tree(by: history.step(atMost: Self.mostMoments)))
    }
}

extension Output {
    fileprivate func show(_ history: MeshComplianceHistory, by step: MeshComplianceHistory.Step, atMost most: Int) {
        let standings = history.standings(by: step)
        guard let first = standings.first, let last = standings.last, last.products > 0 else {
            return line("no product to check")
        }
        line(
            "\(last.sentence); on \(first.at.date) \(first.products == 0 ? "there was none" : "it was \(first.share)")")
        line()
        var course = Table(["WHEN": .left, "COMPLIANT": .right, "SHARE": .right, "RULES THAT PASS": .left])
        course.rows = standings.reversed().map {
            [$0.at.minute, "\($0.compliant) of \($0.products)", $0.percentWords, $0.score.description]
        }
        table(course)
        line()
        var domains = Table([
            "DOMAIN": .left, "THEN": .right, "NOW": .right, "COURSE": .left, "RULES THAT PASS": .left,
        ])
        domains.rows = history.domains.compactMap { domain in
            let standings = history.standings(of: domain, by: step)
            guard let first = standings.first, let last = standings.last else { return nil }
            let drawn = form == .plain || asciiOnly ? "" : sparkline(standings.compactMap(\.percent))
            return [domain.text, first.percentWords, last.percentWords, drawn, last.score.description]
        }
        table(domains)
        line()
        let changes = history.changes
        if changes.isEmpty { line("no product's state changed since \(history.from.date)") }
        var table = Table(["WHEN": .left, "": .left, "WHAT": .elastic])
        table.rows = changes.prefix(most).map {
            [$0.at.minute, Sign($0.level).text(in: form), $0.sentence]
        }
        self.table(table)
        if history.changeCount > most {
            let kept = MeshComplianceHistory.mostChanges
            line("\(history.changeCount - most) more before; --json has the newest \(kept)")
        }
    }
}

extension MeshComplianceHistory.Standing {
    fileprivate var tree: Tree {
        .map([
            "at": at.tree, "products": .count(products), "compliant": .count(compliant),
            "percent": percent.map(\.tree) ?? .null, "score": score.tree,
        ])
    }
}

extension MeshComplianceHistory {
    fileprivate func tree(by step: Step) -> Tree {
        .map([
            "since": from.tree, "until": through.tree, "step": .text(step.rawValue),
            "standings": .list(standings(by: step).map(\.tree)),
            "domains": .list(
                domains.map { domain in
                    .map([
                        "domain_id": .text(domain.text),
                        "standings": .list(standings(of: domain, by: step).map(\.tree)),
                    ])
                }),
            "changes_total": .count(changeCount), "changes": .list(changes.map(\.tree)),
        ])
    }
}
