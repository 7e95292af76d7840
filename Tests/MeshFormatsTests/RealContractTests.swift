import Documents
import Glibc
import MeshFormats
import MeshModel
import Testing

/// Data contracts as other people wrote them, with the verdicts of the standard's JSON Schema.
@Suite(.enabled(if: SharedData.isPresent, SharedData.absent)) struct RealContractTests {
    static let invalid: [(file: String, places: [String])] = [
        ("api__weather-service-array.odcs", ["12:5", "13:5"]),
        ("changelog_unit__changelog_unit_v2", ["32:9", "47:13", "64:5", "64:5"]),
        ("custom_export_model__datacontract.odcs", ["16:5"]),
        ("lint__invalid_multiple_errors.odcs", ["1:1", "1:1"]),
        ("lint__odcs_with_extra_top_level", ["7:1"]),
        ("mysql__odcs", ["17:5", "18:5", "24:5", "25:5", "31:5", "32:5", "36:5", "37:5"]),
        ("odcs_v3__full-example.odcs", ["99:13", "122:9", "158:5"]),
        ("postgres__odcs_case_sensitive.odcs", ["17:5", "18:5", "24:5", "25:5", "31:5", "32:5"]),
        ("quality-sql-dialects__api", ["16:5"]),
        ("quality-sql-dialects__redshift", ["16:5"]),
        ("schema-evolution__odcs-datacontract-cities-version-2", ["52:5", "58:5", "64:5"]),
    ]

    /// Every file of the folder, without what its name ends in.
    static let valid: [String] = SharedData.names("odcs").filter { path in
        !invalid.contains { path.contains("/\($0.file).y") }
    }

    @Test func `every example has a verdict`() {
        #expect(Self.valid.count == 58)
        #expect(SharedData.names("odcs").count == 69)
    }

    @Test(arguments: valid)
    func `a valid contract is read, and written as it was`(_ path: String) throws {
        let document = try SharedData.document(path)
        var options = ImportOptions()
        options.format = .odcs
        let mesh = ImportedMesh()
        let receipt = try mesh.commit(document, options: options)
        #expect(receipt.consequences.tally == .init(created: 1))
        let product = try #require(try mesh.products().first)
        guard try !mesh.contracts(product.id.text).isEmpty else {
            #expect(document.root["schema"]?.list?.isEmpty ?? true)
            return
        }
        #expect(try mesh.exported(product.id.text) == document.root)
        #expect(try !mesh.commit(document, options: options).changed)
    }

    @Test(arguments: invalid)
    func `a contract that its schema refuses is refused by line and column`(_ file: String, _ places: [String]) throws {
        let path = try #require(SharedData.names("odcs").first { $0.contains("/\(file).y") })
        let document = try SharedData.document(path)
        let error = #expect(throws: FormatError.self) { try ImportReader().read(document) }
        guard case .invalid(.odcs, _, let problems, _, _, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(problems.map { "\($0.line):\($0.column)" } == places)
    }

    @Test func `the contract of AdventureWorks is read whole`() throws {
        let document = try SharedData.document("odcs/all/postgresql-adventureworks-contract.odcs.yaml")
        let imported = try ImportReader().read(document)
        #expect(imported["objects"] == 68)
        #expect(imported["fields"] == 456)
    }
}

extension SharedData {
    /// The paths of all YAML files below a folder, in order.
    static func names(_ folder: String) -> [String] {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let place = "/\(root)/../shared/data/"
        var found: [String] = []
        func walk(_ path: String) {
            guard let handle = unsafe opendir(place + path) else { return }
            defer { unsafe closedir(handle) }
            while let entry = unsafe readdir(handle) {
                let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                    unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
                if name.hasPrefix(".") { continue }
                if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
                    found.append("\(path)/\(name)")
                } else if !name.contains(".") {
                    walk("\(path)/\(name)")
                }
            }
        }
        walk(folder)
        return found.sorted()
    }
}
