import Documents
import MeshFormats
import MeshModel
import Testing

/// Catalogues as agencies published them.
@Suite(.enabled(if: SharedData.isPresent, SharedData.absent)) struct RealCatalogueTests {
    struct Expected: Sendable, CustomTestStringConvertible {
        var name: String
        var products: Int
        var publishers: Int
        var distributions: Int
        /// Those that publish and those they are part of.
        var domains: Int
        var testDescription: String { name }
    }

    static let catalogues = [
        Expected(name: "gsa", products: 339, publishers: 12, distributions: 466, domains: 12),
        Expected(name: "cms", products: 139, publishers: 2, distributions: 4040, domains: 2),
        Expected(name: "fda", products: 86, publishers: 8, distributions: 86, domains: 9),
        Expected(name: "fcc", products: 59, publishers: 1, distributions: 225, domains: 1),
    ]

    @Test(arguments: catalogues)
    func `a catalogue is imported whole, and a second time changes nothing`(_ expected: Expected) throws {
        let document = try SharedData.document("dcat-us/\(expected.name).json")
        let imported = try ImportReader().read(document)
        #expect(imported.source == "dcat-us:\(expected.name)")
        #expect(
            imported.counts == [
                .init(expected.products, "products"), .init(expected.publishers, "publishers"),
                .init(expected.distributions, "distributions"),
            ])
        let mesh = ImportedMesh()
        let receipt = try mesh.commit(imported.changes)
        #expect(receipt.consequences.tally == .init(created: expected.products))
        let products = try mesh.products()
        #expect(products.count == expected.products)
        #expect(products.reduce(0) { $0 + $1.ports.count } == expected.distributions)
        #expect(try mesh.domains().count == expected.domains)
        #expect(products.allSatisfy { $0.owner.isEmpty && !$0.contact.isEmpty })

        let again = try mesh.commit(ImportReader().read(document).changes)
        #expect(!again.changed)
        #expect(again.consequences.tally == .init(unchanged: expected.products))
    }

    @Test(arguments: catalogues)
    func `nothing that a catalogue says of a data set is lost`(_ expected: Expected) throws {
        let document = try SharedData.document("dcat-us/\(expected.name).json")
        let changes = try ImportReader().read(document).changes
        let products = changes.compactMap { if case .importProduct(let product) = $0 { product } else { nil } }
        for (item, product) in zip(document.root["dataset"]?.list ?? [], products) {
            var kept = Set(product.facts.tree.leaves + [product.sourceID])
            if !product.carried.isEmpty {
                kept.formUnion(try Document.read(Array(product.carried.utf8), name: "carried").root.leaves)
            }
            let contact = product.facts.contact ?? ""
            let level = ["public", "restricted public", "non-public"]
            for leaf in item.leaves where !kept.contains(leaf) && !level.contains(leaf) {
                let trimmed = leaf.drop { $0.isWhitespace }
                #expect(
                    contact.contains(leaf.replacing("mailto:", with: "")) || kept.contains(String(trimmed)), "\(leaf)")
            }
        }
    }

    /// The verdicts of the harvester that these catalogues were written for.
    @Test(arguments: [
        (
            "dcatus_multiple_invalid",
            [
                "line 14, column 21: dataset[0].contactPoint.hasEmail is \"ocagoadmin@oakgov.com\", where an address such as mailto:jane@agency.gov is expected",
                "line 20, column 24: dataset[0].distribution[0].accessURL is \"//////not-a-url.example.com/\", which is not a URL; one begins with a scheme such as https:",
            ]
        ),
        ("dcatus_no_identifier", ["line 8, column 5: dataset[0].identifier is missing"]),
        ("missing_title", ["line 7, column 9: dataset[0].title is missing"]),
    ])
    func `a malformed catalogue is refused`(_ name: String, _ problems: [String]) throws {
        let document = try SharedData.document("dcat-us/malformed/\(name).json")
        let error = #expect(throws: FormatError.self) { try ImportReader().read(document) }
        let head = "\(name).json is a DCAT-US 1.1 catalogue, but 1 of its 1 records is not valid; nothing was imported"
        #expect(error?.description == ([head] + problems.map { "\(name).json, \($0)" }).joined(separator: "\n  "))
    }

    @Test func `a licence that is no URL is odd`() throws {
        let document = try SharedData.document("dcat-us/malformed/dcatus_bad_license_uri.json")
        let imported = try ImportReader().read(document)
        #expect(imported["products"] == 1)
        #expect(
            imported.doubts.warnings.map(\.description) == [
                "dcatus_bad_license_uri.json, line 30, column 18: dataset[0].license is \"<p align='center' style='margin-top: 0px; margin-bottom: 1.5…\", which is not a URL; one begins with a scheme such as https:"
            ])
    }

    @Test func `a changed catalogue updates what changed, keeps what a person edited and misses what is gone`() throws {
        let document = try SharedData.document("dcat-us/fda.json")
        let mesh = ImportedMesh()
        try mesh.commit(document)
        let edited = try #require(try mesh.products().first { $0.name == "Peanut Product Recalls" })
        var facts = ProductFacts()
        facts.description = "Ours."
        try mesh.commit([.editProduct(ProductEdit(id: edited.id, facts: facts))])

        // The first says something else, the second has another title, the last is gone.
        let root = document.root
            .replacing(["dataset", 0, "description"], by: "Theirs.")
            .replacing(["dataset", 1, "title"], by: "Another title")
            .replacing(["dataset", 85], by: nil)
        let receipt = try mesh.commit(Document(name: "fda.json", root: root))
        #expect(receipt.consequences.tally == .init(updated: 1, unchanged: 84, missing: 1, kept: 1))
        let gone = try #require(document.root["dataset"]?[85]?["identifier"]?.text)
        let renamed = try #require(document.root["dataset"]?[1]?["identifier"]?.text)
        let product = try #require(try mesh.product(renamed))
        #expect(
            receipt.consequences.items.map { "\($0.subject) \($0.text)" } == [
                "product \(edited.id) keeps the edited description 'Ours.'; dcat-us:fda says 'Theirs.'",
                "product \(try #require(try mesh.product(gone)).id) is no longer listed by dcat-us:fda: missing from now on",
                "product \(product.id) name changed",
            ])
        #expect(product.name == "Another title")
        #expect(try mesh.product(edited.id.text)?.description == "Ours.")
        #expect(try mesh.product(gone)?.missing != nil)

        let back = try mesh.commit(document)
        #expect(back.consequences.tally == .init(updated: 2, unchanged: 84, kept: 1))
        #expect(try mesh.product(gone)?.missing == nil)
    }
}

extension Tree {
    /// Every text, number and flag in it.
    var leaves: [String] {
        switch self {
        case .null: []
        case .bool(let value): [String(value)]
        case .number(let text), .text(let text): [text]
        case .list(let items): items.flatMap(\.leaves)
        case .map(let fields): fields.flatMap(\.value.leaves)
        }
    }
}
