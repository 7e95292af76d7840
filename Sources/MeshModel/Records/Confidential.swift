/// A record that fewer people may read than the catalogue: purposes, comments, access events.
///
/// A reader that may not open one still learns that it is there: what is withheld must never look like what is absent.
public protocol ConfidentialRecord: MeshRecord {
    /// What can be said of a record that may not be opened: where it stands.
    static func withheld(_ key: RecordKey) -> Self
    var isWithheld: Bool { get }
}

extension RecordKind {
    /// Whether the values of this kind lie in a file of narrower mode where a mesh is shared.
    public var isConfidential: Bool { self == .note || self == .access }
}

extension Change {
    /// The change without the words that only few may read: what stands in the open part of the journal.
    public var withoutConfidences: Change {
        switch self {
        case .subscribe(var request):
            request.purpose = ""
            return .subscribe(request)
        case .decide(var decision):
            decision.reason = ""
            return .decide(decision)
        case .recordAccess(var report):
            report.events = report.events.map { event in
                AccessEvent(product: event.product, consumer: "", at: event.at, action: "", rows: 0)
            }
            return .recordAccess(report)
        case .registerDomain, .editDomain, .createProduct, .editProduct, .claimProduct, .publish, .deprecate, .retire,
            .registerConsumer, .createPolicy, .setPolicyLifecycle, .createTemplate, .provision, .recordQuality,
            .importDomain, .importProduct, .concludeImport, .setAbsence, .waive, .endWaiver, .implementPolicy,
            .editConsumer, .editPolicy, .editTemplate, .announceCampaign, .answerCampaign, .postNotice, .endNotice,
            .endorse, .withdrawEndorsement,
            .recordGrant:
            return self
        }
    }
}
