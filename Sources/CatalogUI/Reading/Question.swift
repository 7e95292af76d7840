package import MeshModel

/// Something that a pane wants to know of the mesh.
package enum Question: Equatable, Sendable {
    case domains
    /// - Parameter keep: A product that is to stay in view: the window moves to where it is.
    case products(ProductAsk, window: Range<Int>, keep: DataProduct.ID?)
    /// What the products that a search finds have in common.
    case facets(ProductAsk)
    case sheet(DataProduct.ID)
    /// Everything that a form about a product is filled from.
    case material(DataProduct.ID)
    /// What the actor has to look at again of what is held.
    case review
    case lineage(DataProduct.ID)
    case compliance
    case complianceProducts([DataProduct.ID], in: Domain.ID)
    /// How a product stood over time; nil: the mesh, and beside it a domain.
    case complianceHistory(DataProduct.ID?, beside: Domain.ID?)
    case subscriptions
    case infrastructure
    case activity(limit: Int)
    /// - Parameter days: How far back decisions and news go.
    case inbox(days: Int64)
    case overview
}

/// What a reader says to a question.
package enum Answer: Equatable, Sendable {
    case domains(DomainList)
    case products(ProductPage)
    /// The most frequent values of each field, and how many products there are in all.
    case facets([ProductFacets.Value], of: Int)
    /// Nil: there is no such product any more.
    case sheet(Sheet?)
    case material(Material?)
    case review([ReviewItem])
    case lineage(LineageGraph)
    case compliance(ComplianceGrid)
    case complianceProducts(ComplianceProducts)
    case complianceHistory(CompliancePast)
    case subscriptions(SubscriptionLists)
    case infrastructure(InfrastructureLists)
    case activity(ActivityList)
    case inbox(Inbox)
    case overview(Overview)
    case failed(String)
}
