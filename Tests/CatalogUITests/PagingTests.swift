import MeshModel
import Terminal
import Testing

@testable import CatalogUI

/// A list that is longer than anybody reads: only what is in view is loaded.
struct PagingTests {
    private func mesh(_ count: Int) throws -> MemoryMesh {
        let mesh = MemoryMesh(actor: SmallMesh.alice) { SmallMesh.now }
        var changes: [Change] = [.registerDomain(Domain(id: try SmallMesh.domain("big"), name: "", owner: "alice"))]
        for number in 0..<count {
            let digits = String(number)
            var facts = ProductFacts()
            facts.domain = try SmallMesh.domain("big")
            facts.owner = "alice"
            let id = "p" + String(repeating: "0", count: 5 - digits.count) + digits
            changes.append(.createProduct(ProductDraft(id: try SmallMesh.product(id), facts: facts)))
        }
        try mesh.commit(changes, by: SmallMesh.alice)
        return mesh
    }

    @Test func `only the window is loaded, wherever one goes`() async throws {
        let driver = try await Driver(try mesh(1000), width: 80, height: 24)
        driver.expect("2 Products  1,000").expectSelected("p00000")
        #expect(driver.catalog.products.rows.count <= 4 * 24)
        await driver.type("G")
        driver.expectSelected("p00999").expectNot("…").expect("981–1000 of 1000")
        #expect(driver.catalog.products.rows.count <= 4 * 24)
        await driver.type("gg")
        driver.expectSelected("p00000")
        for _ in 0..<30 { await driver.press(.pageDown) }
        driver.expectSelected("p00600").expectNot("…")
    }

    @Test func `another order finds the selected product wherever it stands`() async throws {
        let driver = try await Driver(try mesh(500), width: 80, height: 24)
        await driver.type("ojjjj").expectSelected("p00004")
        await driver.type("O")
        driver.expect("by name ▾").expectSelected("p00004")
    }
}
