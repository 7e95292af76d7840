extension RecordKind {
    /// The noun whose records are of this kind.
    public var type: any MeshRecord.Type {
        switch self {
        case .domain: Domain.self
        case .product: DataProduct.self
        case .contract: Contract.self
        case .consumer: Consumer.self
        case .subscription: Subscription.self
        case .policy: Policy.self
        case .template: InfrastructureTemplate.self
        case .provision: Provision.self
        case .metric: MetricPoint.self
        case .access: AccessEvent.self
        case .alias: Alias.self
        case .carried: CarriedDocument.self
        case .note: SubscriptionNote.self
        case .absence: Absence.self
        case .waiver: Waiver.self
        case .implementation: PolicyImplementation.self
        case .campaign: Campaign.self
        case .notice: ProductNotice.self
        case .endorsement: Endorsement.self
        case .platformGrant: PlatformGrant.self
        case .renewal: RenewalRequest.self
        case .formerGovernance: FormerGovernance.self
        }
    }
}
