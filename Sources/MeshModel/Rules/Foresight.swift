/// What a batch would bring about beyond itself, worked out before anything happens: whom a policy would catch, which products would
/// keep or fail their policies, and everything downstream.
///
/// It looks at more of a mesh than a commit may take the time for, so it is told beside what a person agrees to and is no part of it.
struct Foresight {
    private let before: any MeshReader
    private let after: any MeshReader
    private let now: Instant
    private var told = Consequences()

    /// Products whose compliance is compared, and those that one policy names.
    private static let mostProducts = 1000
    private static let mostNamed = 20

    fileprivate init(before: any MeshReader, after: any MeshReader, at now: Instant) {
        self.before = before
        self.after = after
        self.now = now
    }
}

extension MeshReader {
    /// The mesh as it would be; nil: the rules refuse.
    public func afterwards(
        _ changes: [Change], by actor: Actor, at now: Instant
    ) throws(ReadError) -> (any MeshReader)? {
        do throws(PlanError) { return try Rules.planned(changes, on: self, by: actor, at: now).mesh } catch {
            switch error {
            case .refused: return nil
            case .read(let error): throw error
            }
        }
    }

    /// Beyond what the rules say of the changes. Nothing is refused here: a batch that the rules refuse is told nothing of.
    public func foresight(
        of changes: [Change], by actor: Actor, at now: Instant
    ) throws(ReadError) -> [Consequence] {
        do throws(PlanError) {
            let planner = try Rules.planned(changes, on: self, by: actor, at: now)
            var foresight = Foresight(before: self, after: planner.mesh, at: now)
            let touched = planner.mesh.sortedWrites.map(\.key)
            do throws(ReadError) {
                try foresight.tryPolicies(touched)
                try foresight.compareCompliance(of: touched)
                try foresight.follow(changes)
            } catch { throw .read(error) }
            return foresight.items
        } catch {
            switch error {
            case .refused: return []
            case .read(let error): throw error
            }
        }
    }
}

extension Foresight {
    fileprivate var items: [Consequence] { told.items }

    /// Who would not keep a policy that is new, other than before, or kept another way.
    fileprivate mutating func tryPolicies(_ touched: [RecordKey]) throws(ReadError) {
        var tried = Set<Policy.ID>()
        for key in touched where key.kind == .policy || key.kind == .implementation {
            guard let id = Policy.ID(key.parts[0]), tried.insert(id).inserted, let policy = try after.policy(id),
                policy.lifecycle == .enabled || policy.lifecycle == .grace
            else { continue }
            var trial: PolicyTrial
            do throws(GatewayError) { trial = try PolicyTrial(policy, on: before, after: after, at: now) } catch {
                continue
            }
            while !trial.isFinished { try trial.advance(4096) }
            tell(trial, of: policy)
        }
    }

    private mutating func tell(_ trial: PolicyTrial, of policy: Policy) {
        guard !trial.findings.isEmpty else {
            return told.add(
                .note, "policy \(policy.id)",
                trial.total == 0
                    ? "speaks about no product" : "is kept by all of \(counted(trial.total, "product"))")
        }
        let binds = policy.binds(at: now)
        let from = policy.graceUntil.map { " from \($0.date) on" } ?? ""
        let fresh = trial.findings.filter(\.isNew)
        told.add(
            fresh.isEmpty ? .note : .warning, "policy \(policy.id)",
            "is not kept by \(trial.findings.count) of \(counted(trial.total, "product")); "
                + (fresh.isEmpty
                    ? "none that is compliant today would fail"
                    : "\(fresh.count) would fail\(binds ? "" : from) that pass today"))
        for finding in fresh.prefix(Self.mostNamed) {
            let rule = finding.result.rules.first { $0.outcome != .pass }?.sentence ?? ""
            let owner = finding.owner.isEmpty ? "unclaimed" : "owned by \(finding.owner)"
            told.add(
                .warning, "product \(finding.product)",
                "would fail \(policy.id)\(binds ? "" : from) (\(owner)): \(rule)")
        }
        if fresh.count > Self.mostNamed {
            told.add(.warning, "policy \(policy.id)", "and \(fresh.count - Self.mostNamed) more would fail")
        }
    }

    /// Policies that a product touched by the batch would fail, or keep, and did not before.
    fileprivate mutating func compareCompliance(of touched: [RecordKey]) throws(ReadError) {
        let products = try products(touched)
        guard !products.isEmpty else { return }
        let (then, today) = (try after.policyBook(), try before.policyBook())
        guard !then.policies.isEmpty || !today.policies.isEmpty else { return }
        for id in products.prefix(Self.mostProducts) {
            guard let product = try after.product(id), product.status != .retired else { continue }
            let old = try before.product(id)
            let was = try old.map { product throws(ReadError) in
                try before.compliance(of: product, under: today, at: now)
            }
            for result in try after.compliance(of: product, under: then, at: now).policies where result.binds {
                let known = was?.policies.first { $0.policy == result.policy }
                if result.isCompliant {
                    guard let known, known.binds, !known.isCompliant else { continue }
                    told.add(.note, "product \(id)", "would keep \(result.policy)")
                } else if known.map({ !$0.binds || $0.isCompliant }) ?? true {
                    let rule = result.rules.first { $0.outcome != .pass }?.sentence ?? ""
                    // What is only being made need not keep everything yet.
                    let tone: Consequence.Tone = old == nil || product.status == .draft ? .note : .warning
                    told.add(tone, "product \(id)", "would fail \(result.policy): \(rule)")
                }
            }
        }
        if products.count > Self.mostProducts {
            told.add(
                .note, "mesh",
                "\(products.count - Self.mostProducts) more products change; how they would keep their policies was not looked at"
            )
        }
    }

    /// Products that the batch touches itself, and those of domains that it touches.
    private func products(_ touched: [RecordKey]) throws(ReadError) -> [DataProduct.ID] {
        var found: [DataProduct.ID] = []
        var seen = Set<DataProduct.ID>()
        var domains = Set<Domain.ID>()
        for key in touched {
            switch key.kind {
            case .product, .contract, .metric, .waiver:
                if let id = DataProduct.ID(key.parts[0]), seen.insert(id).inserted { found.append(id) }
            case .domain:
                if let id = Domain.ID(key.parts[0]), try before.domain(id) != nil { domains.insert(id) }
            default: continue
            }
        }
        guard !domains.isEmpty else { return found }
        let tree = DomainTree(try after.domains())
        var next: RecordKey?
        repeat {
            let page = try after.scan(DataProduct.self, under: .under(.product), after: next, limit: 4096)
            for product in page.items where tree.path(of: product.domain).contains(where: domains.contains) {
                if seen.insert(product.id).inserted { found.append(product.id) }
            }
            next = page.next
        } while next != nil && found.count <= Self.mostProducts
        return found
    }

    /// Everything downstream of what is published anew, deprecated or retired.
    fileprivate mutating func follow(_ changes: [Change]) throws(ReadError) {
        for change in changes {
            let id: DataProduct.ID
            switch change {
            case .publish(let publication): id = publication.product
            case .deprecate(let change), .retire(let change): id = change.product
            default: continue
            }
            let impact = try before.impact(of: id, at: now)
            guard !impact.products.isEmpty else { continue }
            let owners = impact.owners.isEmpty ? "" : ", owned by \(impact.owners.prefix(5).joined(separator: ", "))"
            told.add(.note, "product \(id)", "reaches \(impact.sentence)\(owners)")
        }
    }
}
