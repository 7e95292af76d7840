import MeshModel

extension Reading {
    func row(_ id: DataProduct.ID, at now: Instant) throws(ReadError) -> ProductRow? {
        guard let product = try reader.product(id) else { return nil }
        return ProductRow(
            id: id, title: product.title, trust: .init(.unknown, "–"), fresh: .init(.unknown, "–"),
            users: try reader.subscriptions(of: id).count { $0.state == .active },
            access: .init(.unknown, product.owner.isEmpty ? "unclaimed" : "asks \(product.owner)"),
            status: product.status)
    }

    func trust(of product: DataProduct, at now: Instant) throws(ReadError) -> [Sheet.TrustLine] { [] }
    func lineage(around id: DataProduct.ID) throws(ReadError) -> LineageGraph {
        LineageGraph(focus: id, nodes: [.init(input: .product(id), layer: 0, hidden: 0)], edges: [])
    }
    func compliance(at now: Instant, isWanted: () -> Bool, post: (Answer) -> Void) throws(ReadError) {
        post(.compliance(ComplianceGrid()))
    }
    func overview(at now: Instant) throws(ReadError) -> Overview { Overview() }
}
package struct ComplianceGrid: Equatable, Sendable {}
package struct Overview: Equatable, Sendable {}
