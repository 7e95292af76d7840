import Documents
import MeshFormats
import MeshModel

/// A contract that the command line names: a file, or a product of the mesh.
struct StatedContract {
    /// For sentences.
    var name: String
    var contract: Contract

    init(_ argument: String, _ common: CommonOptions) throws {
        guard argument == "-" || InputFile.exists(argument) else {
            // What looks like a path was meant as one.
            if argument.contains("/") || [".yaml", ".yml", ".json"].contains(where: argument.hasSuffix) {
                throw Failure.refused("there is no file '\(argument)'")
            }
            let (product, contract) = try common.open().contract(argument)
            self.init(name: "\(product.id) \(contract.version)", contract: contract)
            return
        }
        let file = try ContractDocuments(argument)
        let contracts = try file.contracts().contracts
        guard let contract = contracts.first, contracts.count == 1 else {
            throw Failure.refused("\(file.name) holds \(contracts.count) contracts; two single ones can be compared")
        }
        self.init(name: "\(argument) \(contract.version)", contract: contract)
    }

    private init(name: String, contract: Contract) {
        self.name = name
        self.contract = contract
    }
}

/// The contracts of a file, whichever way it states them.
struct ContractDocuments {
    let name: String
    private let documents: [Document]

    init(_ path: String) throws(Failure) {
        let file = try InputFile(path, limit: 16 << 20)
        name = file.name
        do { documents = try Document.readAll(file.bytes, name: file.name) } catch {
            throw .refused(error.description)
        }
        guard !documents.isEmpty else { throw .refused("\(name), line 1, column 1: there is nothing in it") }
    }

    /// What is wrong with a file, told problem by problem.
    struct Fault: Error {
        var problems: [Problem] = []
        var sentence: String

        init(_ sentence: String) { self.sentence = sentence }

        init(_ error: FormatError) {
            switch error {
            case .invalid(_, _, let problems, let total, _, _):
                self.problems = problems
                let more = total > problems.count ? ["and \(total - problems.count) more"] : []
                sentence = (problems.map(\.description) + more).joined(separator: "\n")
            case .refused(let problem):
                problems = [problem]
                sentence = problem.description
            default: sentence = error.description
            }
        }
    }

    func contracts() throws(Failure) -> (contracts: [Contract], warnings: [Problem]) {
        do { return try checked() } catch { throw .refused(error.sentence) }
    }

    func checked() throws(Fault) -> (contracts: [Contract], warnings: [Problem]) {
        if documents.contains(where: ContractReader.isContract) {
            do { return try ContractReader.read(documents) } catch { throw Fault(error) }
        }
        var contracts: [Contract] = []
        for document in documents {
            do { contracts.append(try own(document)) } catch { throw Fault(error.description) }
        }
        return (contracts, [])
    }

    /// As `product publish -f` takes it.
    private func own(_ document: Document) throws(Failure) -> Contract {
        let root = document.root
        let place = root.position.map { ", \($0)" } ?? ""
        guard root["schema"] != nil else {
            throw .refused("\(name)\(place): this is no contract: neither a kind: DataContract, nor a schema")
        }
        let id = root["product_id"]?.string ?? root["id"]?.string ?? "contract"
        let publication = try StatedDocument(name: name, root: root)
            .shaped { $0.naming("product_id").publicationShape(object: id) }.value(Publication.self)
        var checked = ImportedProduct()
        checked.schema = publication.schema
        checked.version = publication.version
        checked.facts.access = publication.access
        checked.facts.sla = publication.sla
        do { try Check.imported(checked) } catch { throw .refused("\(name)\(place): \(error)") }
        var contract = Contract()
        contract.product = publication.product
        contract.version = Version(text: publication.version) ?? contract.version
        contract.schema = publication.schema
        contract.access = publication.access
        contract.sla = publication.sla
        return contract
    }
}
