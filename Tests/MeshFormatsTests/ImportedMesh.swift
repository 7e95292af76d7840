import Documents
import MeshFormats
import MeshModel

/// A mesh in memory that imports are committed to, on a clock that moves a minute a commit.
struct ImportedMesh {
    static let owner = Actor(user: "dora", ownsMesh: true)
    static let noon = Instant(milliseconds: 1_800_000_000_000)
    private let mesh = MemoryMesh(actor: owner) { noon }

    @discardableResult
    func commit(_ changes: [Change]) throws -> Receipt { try mesh.commit(changes, by: Self.owner) }

    @discardableResult
    func commit(_ document: Document, options: ImportOptions = ImportOptions()) throws -> Receipt {
        try commit(ImportReader(options: options).read(document).changes)
    }

    func products() throws -> [DataProduct] {
        try mesh.reader().all(DataProduct.self, under: .under(.product))
    }
    func domains() throws -> [Domain] { try mesh.reader().domains() }
    func product(_ name: String) throws -> DataProduct? { try mesh.reader().product(named: name) }
    func contracts(_ name: String) throws -> [Contract] {
        guard let product = try product(name) else { return [] }
        return try mesh.reader().contracts(of: product.id)
    }
    func metrics(_ name: String) throws -> [String: Double] {
        guard let product = try product(name) else { return [:] }
        return Dictionary(uniqueKeysWithValues: try mesh.reader().metrics(of: product.id).map { ($0.name, $0.value) })
    }
    func carried() throws -> [CarriedDocument] {
        try mesh.reader().all(CarriedDocument.self, under: .under(.carried))
    }
}

extension Consequences.Tally {
    init(created: Int = 0, updated: Int = 0, unchanged: Int = 0, missing: Int = 0, kept: Int = 0) {
        self.init()
        (self.created, self.updated, self.unchanged) = (created, updated, unchanged)
        (self.missing, self.kept) = (missing, kept)
    }
}

func document(_ text: String, named name: String = "agency.json") throws -> Document {
    try Document.read(Array(text.utf8), name: name)
}

extension Node {
    /// A copy in which what stands at a path is another value; nil removes it.
    func replacing(_ path: [Step], by value: Node?) -> Node {
        guard let step = path.first else { return value ?? Node(.null) }
        let rest = Array(path.dropFirst())
        var copy = self
        switch step {
        case .key(let key):
            guard var map else { return self }
            map[key] = rest.isEmpty ? value : map[key]?.replacing(rest, by: value)
            copy.content = .map(map)
        case .index(let index):
            guard var list, list.indices.contains(index) else { return self }
            if rest.isEmpty, value == nil {
                list.remove(at: index)
            } else {
                list[index] = list[index].replacing(rest, by: value)
            }
            copy.content = .list(list)
        }
        return copy
    }

    enum Step: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case key(String)
        case index(Int)
        init(stringLiteral value: String) { self = .key(value) }
        init(integerLiteral value: Int) { self = .index(value) }
    }

    /// Every text, number and flag in it.
    var leaves: [String] {
        switch content {
        case .null: []
        case .bool, .number, .string: [text ?? ""]
        case .list(let items): items.flatMap(\.leaves)
        case .map(let map): map.flatMap(\.value.leaves)
        }
    }
}
