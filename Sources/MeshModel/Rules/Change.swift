/// Everything that may happen to a mesh.
///
/// The numbers of the cases are in journals: a number is never used again, and a payload grows only by new field numbers.
public enum Change: Equatable, Sendable {
    case registerDomain(Domain)
    case editDomain(DomainEdit)
    case createProduct(ProductDraft)
    case editProduct(ProductEdit)
    case claimProduct(ProductClaim)
    case publish(Publication)
    case deprecate(StatusChange)
    case retire(StatusChange)
    case registerConsumer(Consumer)
    case subscribe(SubscriptionRequest)
    case decide(SubscriptionDecision)
    case createPolicy(Policy)
    case setPolicyLifecycle(PolicyLifecycleChange)
    case createTemplate(InfrastructureTemplate)
    case provision(Provision)
    case recordQuality(QualityReport)
    case recordAccess(AccessReport)
    case importDomain(Domain)
    case importProduct(ImportedProduct)
    case concludeImport(ImportConclusion)
    case setAbsence(Absence)
    case waive(Waiver)
    case endWaiver(WaiverEnd)
    case implementPolicy(PolicyImplementation)
    case editConsumer(Consumer)
    case editPolicy(Policy)
    case editTemplate(InfrastructureTemplate)
    case announceCampaign(CampaignAnnouncement)
    case answerCampaign(CampaignAnswer)
    case postNotice(ProductNotice)
    case endNotice(NoticeEnd)
    case endorse(Endorsement)
    case withdrawEndorsement(Endorsement)
    case recordGrant(PlatformGrant)
}

extension Change {
    /// The number in the journal and the name in `--json`.
    var label: (number: UInt64, name: String) {
        switch self {
        case .registerDomain: (1, "register_domain")
        case .editDomain: (2, "edit_domain")
        case .createProduct: (3, "create_product")
        case .editProduct: (4, "edit_product")
        case .claimProduct: (5, "claim_product")
        case .publish: (6, "publish")
        case .deprecate: (7, "deprecate")
        case .retire: (8, "retire")
        case .registerConsumer: (9, "register_consumer")
        case .subscribe: (10, "subscribe")
        case .decide: (11, "decide")
        case .createPolicy: (12, "create_policy")
        case .setPolicyLifecycle: (13, "set_policy_lifecycle")
        case .createTemplate: (14, "create_template")
        case .provision: (15, "provision")
        case .recordQuality: (16, "record_quality")
        case .recordAccess: (17, "record_access")
        case .importDomain: (18, "import_domain")
        case .importProduct: (19, "import_product")
        case .concludeImport: (20, "conclude_import")
        case .setAbsence: (21, "set_absence")
        case .waive: (22, "waive")
        case .endWaiver: (23, "end_waiver")
        case .implementPolicy: (24, "implement_policy")
        case .editConsumer: (40, "edit_consumer")
        case .editPolicy: (41, "edit_policy")
        case .editTemplate: (42, "edit_template")
        case .announceCampaign: (43, "announce_campaign")
        case .answerCampaign: (44, "answer_campaign")
        case .postNotice: (45, "post_notice")
        case .endNotice: (46, "end_notice")
        case .endorse: (47, "endorse")
        case .withdrawEndorsement: (48, "withdraw_endorsement")
        case .recordGrant: (30, "record_grant")
        }
    }

    public var name: String { label.name }

    var payload: any Structured {
        switch self {
        case .registerDomain(let value), .importDomain(let value): value
        case .editDomain(let value): value
        case .createProduct(let value): value
        case .editProduct(let value): value
        case .claimProduct(let value): value
        case .publish(let value): value
        case .deprecate(let value), .retire(let value): value
        case .registerConsumer(let value), .editConsumer(let value): value
        case .subscribe(let value): value
        case .decide(let value): value
        case .createPolicy(let value), .editPolicy(let value): value
        case .setPolicyLifecycle(let value): value
        case .createTemplate(let value), .editTemplate(let value): value
        case .provision(let value): value
        case .recordQuality(let value): value
        case .recordAccess(let value): value
        case .importProduct(let value): value
        case .concludeImport(let value): value
        case .setAbsence(let value): value
        case .waive(let value): value
        case .endWaiver(let value): value
        case .implementPolicy(let value): value
        case .announceCampaign(let value): value
        case .answerCampaign(let value): value
        case .postNotice(let value): value
        case .endNotice(let value): value
        case .endorse(let value), .withdrawEndorsement(let value): value
        case .recordGrant(let value): value
        }
    }
}

extension Change: FieldValue {
    public func write(to writer: inout RecordWriter) {
        writer.varint(label.number)
        payload.write(to: &writer)
    }

    public init(from reader: inout RecordReader) throws(RecordError) {
        let number = try reader.varint()
        switch number {
        case 1: self = .registerDomain(try Domain(from: &reader))
        case 2: self = .editDomain(try DomainEdit(from: &reader))
        case 3: self = .createProduct(try ProductDraft(from: &reader))
        case 4: self = .editProduct(try ProductEdit(from: &reader))
        case 5: self = .claimProduct(try ProductClaim(from: &reader))
        case 6: self = .publish(try Publication(from: &reader))
        case 7: self = .deprecate(try StatusChange(from: &reader))
        case 8: self = .retire(try StatusChange(from: &reader))
        case 9: self = .registerConsumer(try Consumer(from: &reader))
        case 10: self = .subscribe(try SubscriptionRequest(from: &reader))
        case 11: self = .decide(try SubscriptionDecision(from: &reader))
        case 12: self = .createPolicy(try Policy(from: &reader))
        case 13: self = .setPolicyLifecycle(try PolicyLifecycleChange(from: &reader))
        case 14: self = .createTemplate(try InfrastructureTemplate(from: &reader))
        case 15: self = .provision(try Provision(from: &reader))
        case 16: self = .recordQuality(try QualityReport(from: &reader))
        case 17: self = .recordAccess(try AccessReport(from: &reader))
        case 18: self = .importDomain(try Domain(from: &reader))
        case 19: self = .importProduct(try ImportedProduct(from: &reader))
        case 20: self = .concludeImport(try ImportConclusion(from: &reader))
        case 21: self = .setAbsence(try Absence(from: &reader))
        case 22: self = .waive(try Waiver(from: &reader))
        case 23: self = .endWaiver(try WaiverEnd(from: &reader))
        case 24: self = .implementPolicy(try PolicyImplementation(from: &reader))
        case 40: self = .editConsumer(try Consumer(from: &reader))
        case 41: self = .editPolicy(try Policy(from: &reader))
        case 42: self = .editTemplate(try InfrastructureTemplate(from: &reader))
        case 43: self = .announceCampaign(try CampaignAnnouncement(from: &reader))
        case 44: self = .answerCampaign(try CampaignAnswer(from: &reader))
        case 45: self = .postNotice(try ProductNotice(from: &reader))
        case 46: self = .endNotice(try NoticeEnd(from: &reader))
        case 47: self = .endorse(try Endorsement(from: &reader))
        case 48: self = .withdrawEndorsement(try Endorsement(from: &reader))
        case 30: self = .recordGrant(try PlatformGrant(from: &reader))
        default: throw .malformed("a change numbered \(number), which a later version wrote")
        }
    }

    public var tree: Tree {
        guard case .map(let fields) = payload.tree else { return .null }
        return .map([("change", .text(name))] + fields)
    }

    /// Changes are written to be read by people; they are stated through their payloads.
    public init(_ tree: Tree) throws(TreeError) {
        throw TreeError("a change is not read from a document; state what it is about instead")
    }
}
