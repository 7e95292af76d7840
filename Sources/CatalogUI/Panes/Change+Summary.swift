import MeshModel

extension Change {
    /// What was done, as history tells it.
    var summary: String {
        switch self {
        case .registerDomain(let domain): "domain \(domain.id) registered"
        case .editDomain(let edit): "domain \(edit.id) edited"
        case .createProduct(let draft): "product \(draft.id) created"
        case .editProduct(let edit): "product \(edit.id) edited"
        case .claimProduct(let claim): "product \(claim.id) claimed for \(claim.owner)"
        case .publish(let publication): "\(publication.product) \(publication.version) published"
        case .deprecate(let change): "product \(change.product) deprecated"
        case .retire(let change): "product \(change.product) retired"
        case .registerConsumer(let consumer): "consumer \(consumer.id) registered"
        case .subscribe(let request): "\(request.consumer) asked for \(request.product)"
        case .decide(let decision):
            "\(decision.verdict.rawValue) \(decision.subscription.consumer) on \(decision.subscription.product)"
                + (decision.reason.isEmpty ? "" : ": \(decision.reason)")
        case .createPolicy(let policy): "policy \(policy.id) created"
        case .setPolicyLifecycle(let change): "policy \(change.policy) is \(change.lifecycle.rawValue)"
        case .createTemplate(let template): "template \(template.id) created"
        case .provision(let provision): "\(provision.product): \(provision.template) \(provision.state.rawValue)"
        case .recordQuality(let report):
            "quality of \(report.product): " + report.metrics.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        case .recordAccess(let report): Words.plural(report.events.count, "access", "accesses") + " recorded"
        case .importDomain(let domain): "domain \(domain.id) imported"
        case .importProduct(let product): "product \(product.proposed) imported from \(product.source)"
        case .concludeImport(let conclusion): "import from \(conclusion.source) concluded"
        case .waive(let waiver):
            "policy \(waiver.policy) waived for \(waiver.product) until \(waiver.until.date): \(waiver.reason)"
        case .endWaiver(let end): "waiver of \(end.policy) for \(end.product) ended"
        case .implementPolicy(let implementation):
            "policy \(implementation.policy) is kept its own way in \(implementation.domain)"
        case .editConsumer(let consumer): "consumer \(consumer.id) edited"
        case .editPolicy(let policy): "policy \(policy.id) edited"
        case .editTemplate(let template): "template \(template.id) edited"
        case .announceCampaign(let change): "new version of \(change.product) announced again"
        case .answerCampaign(let answer):
            "\(answer.consumer) answers \(answer.stance) to the new version of \(answer.product)"
                + (answer.note.isEmpty ? "" : ": \(answer.note)")
        case .postNotice(let notice): "notice on \(notice.product): \(notice.text)"
        case .endNotice(let end): "notice on \(end.product) ended"
        case .endorse(let endorsement):
            "\(endorsement.product) endorsed\(endorsement.domain.map { " for \($0)" } ?? "")"
        case .withdrawEndorsement(let endorsement): "\(endorsement.product) no longer endorsed"
        case .recordGrant(let grant):
            "\(grant.template): \(grant.action) \(grant.consumer) on \(grant.product) is \(grant.outcome)"
        case .setAbsence(let absence):
            absence.deputies.isEmpty
                ? "\(absence.person) decides alone again"
                : "\(absence.person) is away; \(absence.deputies.joined(separator: ", ")) decides"
        }
    }
}
