package import MeshModel

/// Domains by policies, as far as a check of the mesh has come.
package struct ComplianceGrid: Equatable, Sendable {
    /// Those that most products fail first.
    package var policies: [Policy.ID]
    /// The worst first.
    package var rows: [ComplianceSweep.Row]
    package var mesh: ComplianceSweep.Row
    package var titles: [Domain.ID: String]
    /// Products looked at, and products that there are.
    package var seen: Int
    package var total: Int
    package var isFinished: Bool
    package var revision: Revision
}

/// The products of a domain that do not satisfy every policy, each with its verdicts.
package struct ComplianceProducts: Equatable, Sendable {
    package struct Item: Equatable, Sendable {
        package var title: String
        package var report: ComplianceReport
    }

    package var domain: Domain.ID
    package var items: [Item]
}

extension Reading {
    /// Products that are checked between two parts of an answer.
    private static let sweepSlice = 500

    func compliance(at now: Instant, isWanted: () -> Bool, post: (Answer) -> Void) throws(ReadError) {
        var sweep = try ComplianceSweep(reader, at: now)
        var titles: [Domain.ID: String] = [:]
        for domain in sweep.book.domains.all { titles[domain.id] = domain.title }
        repeat {
            guard isWanted() else { return }
            try sweep.advance(Self.sweepSlice)
            post(
                .compliance(
                    ComplianceGrid(
                        policies: sweep.columns, rows: sweep.rows, mesh: sweep.mesh, titles: titles, seen: sweep.seen,
                        total: sweep.total, isFinished: sweep.isFinished, revision: reader.revision)))
        } while !sweep.isFinished
    }

    mutating func complianceProducts(
        _ ids: [DataProduct.ID], in domain: Domain.ID, at now: Instant
    ) throws(ReadError) -> ComplianceProducts {
        let book = try policyBook()
        let columnar = try reader.columnCompliance(under: book, within: domain, at: now)
        let others = try columnar?.troubled(in: domain, limit: ComplianceSweep.keptIDs).map(\.product) ?? []
        var items: [(item: ComplianceProducts.Item, weight: Int)] = []
        for id in Set(ids + others) {
            guard let product = try reader.product(id) else { continue }
            let report = try reader.compliance(of: product, under: book, at: now)
            items.append((.init(title: product.title, report: report), ComplianceSweep.Troubled.weight(of: report)))
        }
        items.sort { ($1.weight, $0.item.report.product) < ($0.weight, $1.item.report.product) }
        return ComplianceProducts(domain: domain, items: items.prefix(ComplianceSweep.keptIDs).map(\.item))
    }

    func overview(at now: Instant, isWanted: () -> Bool, post: (Answer) -> Void) throws(ReadError) {
        var survey = try MeshSurvey(reader, at: now)
        repeat {
            guard isWanted() else { return }
            try survey.advance(Self.sweepSlice)
            post(
                .overview(
                    Overview(
                        report: survey.report, seen: survey.seen, total: survey.total, isFinished: survey.isFinished)))
        } while !survey.isFinished
    }
}

/// The mesh in short, as far as a survey of it has come.
package struct Overview: Equatable, Sendable {
    package var report: MeshReport
    package var seen: Int
    package var total: Int
    package var isFinished: Bool
}
