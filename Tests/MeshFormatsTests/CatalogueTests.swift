import Documents
import MeshFormats
import MeshModel
import Testing

/// A data set that says everything, on 30 lines: what is odd or wrong in a test is changed in it.
private let tides = """
    {
      "conformsTo": "https://project-open-data.cio.gov/v1.1/schema",
      "dataset": [
        {
          "identifier": "NOS-17",
          "title": "Tides & Currents, hourly",
          "description": "Water levels <b>as measured</b> &amp; predicted.",
          "keyword": ["tides", "water level"],
          "modified": "2025-01-03",
          "issued": "2019-05-01",
          "accessLevel": "restricted public",
          "accrualPeriodicity": "R/PT1H",
          "publisher": {"name": "Ocean Service", "subOrganizationOf": {"name": "Bureau of Seas"}},
          "contactPoint": {"@type": "vcard:Contact", "fn": "Tess Ide", "hasEmail": "mailto:tess@seas.gov"},
          "theme": ["ocean", "navigation"],
          "isPartOf": "NOS-1",
          "size": 1.50,
          "distribution": [
            {"title": "Tides & Currents, hourly: 2024", "format": "CSV", "mediaType": "text/csv",
             "downloadURL": "https://seas.gov/2024.csv", "temporal": "2024"},
            {"title": "Tides & Currents, hourly: 2024", "mediaType": "application/json", "accessURL": "https://seas.gov/api"},
            {"mediaType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
             "downloadURL": "https://seas.gov/all.xlsx"}
          ]
        },
        {
          "identifier": "NOS-1", "title": "Oceans", "description": "", "modified": "2025", "accessLevel": "public",
          "publisher": {"name": "Bureau of Seas"}, "contactPoint": {"fn": "Sea", "hasEmail": "mailto:sea@seas.gov"}
        }
      ]
    }
    """

@Suite struct CatalogueTests {
    @Test func `a data set becomes a product with its ports, promises and people`() throws {
        let mesh = ImportedMesh()
        let receipt = try mesh.commit(document(tides))
        #expect(receipt.consequences.tally == .init(created: 2))

        var expected = DataProduct()
        expected.id = try #require(DataProduct.ID("tides-currents-hourly"))
        expected.name = "Tides & Currents, hourly"
        expected.domain = try #require(Domain.ID("ocean-service"))
        expected.contact = "Tess Ide <tess@seas.gov>"
        expected.description = "Water levels <b>as measured</b> &amp; predicted."
        expected.status = .published
        expected.sla = SLA(freshness: Quantity(1, .hours))
        expected.metadata = [
            "modified": "2025-01-03", "issued": "2019-05-01", "accrualPeriodicity": "R/PT1H", "isPartOf": "NOS-1",
            "theme": "ocean, navigation", "publisher": "Ocean Service",
        ]
        expected.tags = ["tides", "water level"]
        expected.classification = .restricted
        expected.collection = "Oceans"
        expected.access = AccessTerms(kind: .approval)
        expected.ports = try [
            OutputPort(
                id: #require(OutputPort.ID("2024-csv")), name: "Tides & Currents, hourly: 2024",
                address: Address(location: "https://seas.gov/2024.csv", format: "CSV")),
            OutputPort(
                id: #require(OutputPort.ID("2024-json")), name: "Tides & Currents, hourly: 2024",
                address: Address(location: "https://seas.gov/api", format: "application/json")),
            OutputPort(
                id: #require(OutputPort.ID("xlsx")),
                name: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                address: Address(
                    location: "https://seas.gov/all.xlsx",
                    format: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")),
        ]
        expected.created = ImportedMesh.noon
        expected.updated = ImportedMesh.noon
        expected.source = "dcat-us:agency"
        expected.sourceID = "NOS-17"
        var found = try #require(try mesh.product("NOS-17"))
        expected.provenance = found.provenance
        #expect(found == expected)
        found.provenance = []
        #expect(
            try mesh.carried().first { $0.product == found.id }?.json
                == #"{"publisher":{"subOrganizationOf":{"name":"Bureau of Seas"}},"contactPoint":{"@type":"vcard:Contact"},"theme":["ocean","navigation"],"size":1.50,"distribution":[{"mediaType":"text/csv","temporal":"2024"},{},{}]}"#
        )
        #expect(
            try mesh.domains().map { "\($0.id) \($0.name) \($0.parent?.text ?? "-") '\($0.owner)'" } == [
                "bureau-of-seas Bureau of Seas - ''", "ocean-service Ocean Service bureau-of-seas ''",
            ])
    }

    @Test func `what agencies leave blank is odd, not wrong`() throws {
        let imported = try ImportReader().read(document(tides))
        #expect(
            imported.doubts.warnings.map(\.description) == [
                "agency.json, line 27, column 64: dataset[1].description is empty",
                "agency.json, line 26, column 5: dataset[1].keyword is missing",
            ])
    }

    /// One thing is changed in the catalogue above; the sentence names it and its place.
    @Test(arguments: [
        ("\"title\": \"Tides & Currents, hourly\",", "", "line 4, column 5: dataset[0].title is missing"),
        ("\"Tides & Currents, hourly\"", "\" \"", "line 6, column 16: dataset[0].title is empty"),
        ("\"NOS-17\"", "null", "line 4, column 5: dataset[0].identifier is missing"),
        ("\"NOS-17\"", "\"a\\u0000b\"", "line 5, column 21: dataset[0].identifier holds a NUL; no name can"),
        (
            "\"NOS-17\"", "\"NOS-1\"",
            "line 27, column 21: dataset[1].identifier \"NOS-1\" stands here again; first at line 5, column 21"
        ),
        ("\"description\": \"Water", "\"says\": \"Water", "line 4, column 5: dataset[0].description is missing"),
        (
            "[\"tides\", \"water level\"]", "[\"tides\", [1]]",
            "line 8, column 28: dataset[0].keyword[1] is a list, where text is expected"
        ),
        ("\"modified\": \"2025-01-03\",", "", "line 4, column 5: dataset[0].modified is missing"),
        (
            "restricted public", "secret",
            "line 11, column 22: dataset[0].accessLevel is \"secret\", where public, restricted public or non-public is expected"
        ),
        (
            "{\"name\": \"Ocean Service\", \"sub", "{\"sub",
            "line 13, column 20: dataset[0].publisher.name is missing"
        ),
        (
            "{\"name\": \"Bureau of Seas\"}}", "\"Seas\"}",
            "line 13, column 67: dataset[0].publisher.subOrganizationOf is a string, where a map is expected"
        ),
        (
            "mailto:tess@seas.gov", "tess@seas.gov",
            "line 14, column 80: dataset[0].contactPoint.hasEmail is \"tess@seas.gov\", where an address such as mailto:jane@agency.gov is expected"
        ),
        ("\"fn\": \"Tess Ide\", ", "", "line 14, column 23: dataset[0].contactPoint.fn is missing"),
        (
            "https://seas.gov/api", "//////not-a-url",
            "line 21, column 99: dataset[0].distribution[1].accessURL is \"//////not-a-url\", which is not a URL; one begins with a scheme such as https:"
        ),
        (
            "\"CSV\"", "[]",
            "line 19, column 63: dataset[0].distribution[0].format is a list, where text is expected"
        ),
    ])
    func `a record that is not valid refuses its file`(_ found: String, _ replacement: String, _ sentence: String)
        throws
    {
        #expect(tides.contains(found))
        let changed = try document(tides.replacing(found, with: replacement, maxReplacements: 1))
        let error = #expect(throws: FormatError.self) { try ImportReader().read(changed) }
        #expect(
            error?.description
                == "agency.json is a DCAT-US 1.1 catalogue, but 1 of its 2 records is not valid; nothing was imported\n  agency.json, \(sentence)"
        )

        var options = ImportOptions()
        options.skipInvalid = true
        let rest = try ImportReader(options: options).read(changed)
        #expect(rest["products"] == 1)
        #expect(rest.doubts.skipped.map(\.description) == ["agency.json, \(sentence)"])
    }

    @Test(
        arguments: [
            ("R/P1Y", "365d"), ("R/P3M", "92d"), ("R/P1M", "31d"), ("R/P2W", "14d"), ("R/P3.5D", "3.5d"),
            ("R/PT1S", "1s"),
            ("R/PT1H", "1h"), ("R5/P1D", "1d"), ("P0.5M", "16d"), ("P1DT12H", "36h"), ("PT90S", "90s"),
            ("irregular", nil),
            ("R/P", nil), ("R/PT0S", nil), ("R/P1D2M", nil), ("weekly", nil), ("R/PXD", nil), ("Rx/P1D", nil),
            ("", nil),
        ] as [(String, String?)])
    func `an interval becomes a promise of freshness`(_ interval: String, _ promise: String?) throws {
        let catalogue = try document(tides.replacing("R/PT1H", with: interval))
        guard case .importProduct(let product) = try ImportReader().read(catalogue).changes[2] else {
            Issue.record("the third change is no product")
            return
        }
        #expect(product.facts.sla?.freshness?.description == promise)
    }

    @Test func `publishers that make a circle keep the parent that was named first`() throws {
        func dataset(_ id: String, _ publisher: String, of parent: String) -> String {
            """
            {"identifier": "\(id)", "title": "\(id)", "description": "d", "keyword": ["k"], "modified": "2025",
             "accessLevel": "public", "contactPoint": {"fn": "x", "hasEmail": "mailto:x@y"},
             "publisher": {"name": "\(publisher)", "subOrganizationOf": {"name": "\(parent)"}}}
            """
        }
        let datasets = [
            dataset("1", "A", of: "A"), dataset("2", "A", of: "B"), dataset("3", "B", of: "A"),
            dataset("4", "A", of: "C"),
        ]
        let text = "{\"conformsTo\": \"x/v1.1/schema\", \"dataset\": [\(datasets.joined(separator: ",\n"))]}"
        let imported = try ImportReader().read(document(text))
        #expect(
            imported.doubts.warnings.map(\.description) == [
                "agency.json, line 9, column 15: dataset[2].publisher makes \"B\" a part of \"A\", which is a part of it",
                "agency.json, line 12, column 15: dataset[3].publisher makes \"A\" a part of \"C\"; it is a part of b",
            ])
        let mesh = ImportedMesh()
        try mesh.commit(imported.changes)
        #expect(try mesh.domains().map { "\($0.id) \($0.parent?.text ?? "-")" } == ["a b", "b -", "c -"])
    }

    @Test(arguments: [
        ("gsa.json", "", "dcat-us:gsa"),
        ("2025/data.json", "\"@id\": \"https://data.seas.gov/data.json\",", "dcat-us:data.seas.gov"),
        ("a/b/tides.2025.json", "\"@id\": \"https://data.seas.gov/data.json\",", "dcat-us:tides"),
        ("data.json", "", "dcat-us:data"),
    ])
    func `a catalogue keeps its name wherever its file stands`(_ file: String, _ id: String, _ source: String) throws {
        let catalogue = try document(tides.replacing("{\n  \"conf", with: "{\(id)\n  \"conf"), named: file)
        let imported = try ImportReader().read(catalogue)
        #expect(imported.source == source)
        let doubt =
            "data.json, line 1, column 1: does not say whose catalogue it is; name its source, so that another's does not stand in for it"
        #expect(imported.doubts.warnings.map(\.description).contains(doubt) == (source == "dcat-us:data"))
    }

    @Test func `progress tells how many records are done`() throws {
        let datasets = (0..<600).map { "{\"identifier\": \"\($0)\"}" }.joined(separator: ",")
        var options = ImportOptions()
        options.skipInvalid = true
        var heard: [[Int]] = []
        let reader = ImportReader(options: options) { heard.append([$0, $1]) }
        #expect(try reader.read(document("{\"dataset\": [\(datasets)]}")).doubts.skipped.count == 600 * 6)
        #expect(heard == [[0, 600], [256, 600], [512, 600], [600, 600]])
    }
}
