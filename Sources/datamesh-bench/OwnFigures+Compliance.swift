import MeshModel

extension OwnFigures {
    /// Twenty policies of a rule each: ten about what was measured, four about what is promised, three flags, and who owns it and how far it is.
    /// None of them asks for fields, which stand in records only.
    static let rules = [
        "accuracy >= 90%", "accuracy >= 75%", "accuracy exists", "completeness >= 95%", "completeness > 75%",
        "completeness exists", "timeliness <= 24h", "timeliness <= 6h", "timeliness <= sla.freshness",
        "accuracy >= sla.quality", "sla.freshness exists", "sla.freshness <= 24h", "sla.availability >= 99%",
        "sla.quality >= 90%", "description exists", "tags exists", "contact exists", "owner exists",
        "status in [published, deprecated]", "access.type = open",
    ]

    private func book() throws -> PolicyBook {
        let policies = Self.rules.enumerated().compactMap { number, rule in
            Policy.ID("rule-\(number)").map {
                Policy(id: $0, type: .quality, rules: [rule], enforcement: number % 2 == 0 ? .mandatory : .advisory)
            }
        }
        return PolicyBook(policies: policies, domains: DomainTree(try reader.domains()))
    }

    func compliance() throws -> [Figure] {
        let domains = try milliseconds { try reader.domains() }.time
        let book = try book()
        var samples = Samples()
        var told: (any ColumnCompliance)?
        for round in 0..<12 {
            let spent = try milliseconds {
                told = try reader.columnCompliance(under: book, within: nil, at: now())
            }.time
            if round > 1 { samples.add(spent) }
        }
        guard let told else { return [] }
        print(
            "compliance: \(told.judged) products judged by columns in \(told.rows.count) domains,",
            "\(told.mesh.score) rules pass; the domains are read before in \(hundredths(domains)) ms")
        var one = Samples()
        var ids: [DataProduct.ID] = []
        var search = try reader.search(.all, order: ProductOrder(.updated), at: now())
        while search.unseen > 0 { try search.advance(.max) }
        for place in stride(from: 0, to: search.found, by: max(1, search.found / 1000)) {
            ids += try search.page(place..<place + 1)
        }
        for id in ids {
            guard let product = try reader.product(id) else { continue }
            one.add(try milliseconds { try reader.compliance(of: product, under: book, at: now()) }.time)
        }
        try check(told, book)
        return [figure("compliance", samples), figure("changed", one, times: 1000)]
    }

    /// The same figures from the records of every product: minutes, and said where they differ.
    private func check(_ told: any ColumnCompliance, _ book: PolicyBook) throws {
        var mesh = (products: 0, compliant: 0, score: ComplianceReport.Score())
        let unjudged = Set(try told.unjudged(after: nil, limit: .max))
        var after: RecordKey?
        let spent = try milliseconds {
            repeat {
                let page = try reader.scan(DataProduct.self, under: .under(.product), after: after, limit: 1000)
                for product in page.items where product.status != .retired && !unjudged.contains(product.id) {
                    let report = try reader.compliance(of: product, under: book, at: now())
                    mesh.products += 1
                    mesh.compliant += report.isCompliant ? 1 : 0
                    mesh.score = mesh.score + report.score
                }
                after = page.next
            } while after != nil
        }.time
        let isSame =
            (mesh.products, mesh.compliant) == (told.mesh.products, told.mesh.compliant)
            && mesh.score == told.mesh.score
        print(
            "compliance: by records in \(column(spent)),", isSame ? "the same figures" : "OTHER FIGURES: \(mesh)")
    }
}
