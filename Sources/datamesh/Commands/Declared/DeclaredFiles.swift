import Documents
import MeshFormats
import MeshModel

/// Declarations that files state, each with its place.
struct DeclaredFiles {
    private struct Origin {
        var file: String
        /// In the shape that the model reads.
        var node: Node
    }

    private(set) var declarations: [Declaration] = []
    private var origins: [Origin] = []

    /// Reads every document of every file; nothing of them is known to be right beyond its kind and ids.
    init(_ paths: [String]) throws(Failure) {
        var files: [String] = []
        for path in paths where !files.contains(path) {
            files.append(path)
            let file = try InputFile(path)
            let documents: [Document]
            do throws(DocumentError) {
                if let lines = try Document.readLines(file.bytes, name: file.name) {
                    documents = lines
                } else {
                    documents = try Document.readAll(file.bytes, name: file.name)
                }
            } catch {
                throw .refused(error.description)
            }
            for document in documents { try add(document.root, of: file.name) }
        }
        guard !declarations.isEmpty else {
            throw .refused("there is nothing to apply in \(paths.joined(separator: ", "))")
        }
    }

    /// One thing, a list of things, or a map of lists by noun.
    private mutating func add(_ node: Node, of file: String) throws(Failure) {
        if let items = node.list {
            for item in items { try add(item, of: file) }
            return
        }
        if let map = node.map, !map.isEmpty, map.allSatisfy({ Declaration.Noun(plural: $0.key) != nil }) {
            for entry in map {
                for item in entry.value.list ?? [entry.value] {
                    try add(item.stating(kind: Declaration.Noun(plural: entry.key)), of: file)
                }
            }
            return
        }
        // An empty document between two marks says nothing.
        if node.isNull { return }
        if node["kind"]?.string == "DataContract" {
            throw Self.refused(
                node.position, of: file, "this is a contract of ODCS; 'datamesh import' and 'contract lint' take those")
        }
        let shaped = node.declarationShape
        origins.append(Origin(file: file, node: shaped))
        do { declarations.append(try Declaration(Tree(shaped))) } catch {
            throw misstated(error, by: origins.count - 1)
        }
    }

    private static func refused(_ position: Position?, of file: String, _ sentence: String) -> Failure {
        .refused("\(file)\(position.map { ", \($0)" } ?? ""): \(sentence)")
    }

    /// What is wrong with a declaration, at its place.
    func misstated(_ error: TreeError, by declaration: Int) -> Failure {
        let origin = origins[declaration]
        return Self.refused(
            EntityReader.position(of: error.path, in: origin.node), of: origin.file, error.description)
    }

    /// What the mesh has against a declaration.
    func refused(_ sentence: String, by declaration: Int) -> Failure {
        let origin = origins[declaration]
        return Self.refused(origin.node.position, of: origin.file, "\(declarations[declaration].name): \(sentence)")
    }

    func tree(of declaration: Int) -> [(key: String, value: Tree)] {
        let origin = origins[declaration]
        return [
            ("file", .text(origin.file)), ("line", origin.node.position.map { .count($0.line) } ?? .null),
            ("kind", declarations[declaration].noun.tree), ("id", .text(declarations[declaration].id)),
        ]
    }
}

extension Declaration.Noun {
    /// `products` over a list of them.
    fileprivate init?(plural: String) {
        guard let noun = Self.allCases.first(where: { $0.plural == plural }) else { return nil }
        self = noun
    }

    private var plural: String { self == .policy ? "policies" : "\(self)s" }
}

extension Node {
    /// The same with its kind, unless it names one.
    fileprivate func stating(kind: Declaration.Noun?) -> Node {
        guard let kind, var map, !map.contains("kind") else { return self }
        map["kind"] = .string(kind.rawValue)
        return Node(.map(map), at: position)
    }

    /// `id` for the noun's own key, and the shorter ways to state a schema and promises.
    fileprivate var declarationShape: Node {
        let kind = self["kind"]?.string.flatMap(Declaration.Noun.init(rawValue:))
        let named = kind.map { $0.keys.count == 1 ? naming($0.keys[0]) : self } ?? self
        guard let id = named["product_id"]?.text, named["policy_id"] == nil else { return named }
        return named.gatheringPromises.publicationShape(object: id).shaping("ports") { ports in
            guard let items = ports.list else { return ports }
            let shaped = items.map { $0.shaping("contract") { $0.gatheringPromises.publicationShape(object: id) } }
            return Node(.list(shaped), at: ports.position)
        }
    }
}
