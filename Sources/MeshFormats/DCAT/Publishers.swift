import Documents
import MeshModel

/// The organisations that publish a catalogue's data sets, and which is part of which: they become domains.
///
/// Names that differ in case or punctuation only are one organisation.
struct Publishers {
    private(set) var names: [(id: Domain.ID, name: String)] = []
    /// Those that publish something themselves.
    private(set) var publishing = Set<Domain.ID>()
    private var parents: [Domain.ID: Domain.ID] = [:]

    /// Takes note of a publisher and of what it is part of, the publisher first.
    /// Answers its domain, and what cannot be: an organisation that would be a part of itself, or of two.
    mutating func note(_ chain: [String]) -> (domain: Domain.ID, doubts: [String])? {
        let path = chain.map { name in (id: Self.domain(name), name: name) }
        guard let first = path.first else { return nil }
        var doubts: [String] = []
        for (id, name) in path where !names.contains(where: { $0.id == id }) { names.append((id, name)) }
        for (part, whole) in zip(path, path.dropFirst()) where part.id != whole.id {
            if let known = parents[part.id] {
                if known != whole.id {
                    doubts.append(
                        "makes \(quoted(part.name)) a part of \(quoted(whole.name)); it is a part of \(known)")
                }
            } else if above(whole.id).contains(part.id) {
                doubts.append("makes \(quoted(part.name)) a part of \(quoted(whole.name)), which is a part of it")
            } else {
                parents[part.id] = whole.id
            }
        }
        publishing.insert(first.id)
        return (first.id, doubts)
    }

    private static func domain(_ name: String) -> Domain.ID {
        var naming = Naming<Domain>()
        return naming.take(name, or: "publisher", seed: name)
    }

    private func above(_ id: Domain.ID) -> [Domain.ID] {
        Array(sequence(first: id) { parents[$0] })
    }

    func domains(source: String) -> [Domain] {
        names.map { id, name in Domain.imported(id, name: name, parent: parents[id], source: source) }.parentsFirst
    }
}
