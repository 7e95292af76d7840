/// Which products, and how far around them: `2+sales.orders+1`, `+x`, `x+`, `@x`, `tag:pii`, `domain:sales+`.
///
/// `+` in front asks for what it is made from, behind for what is made from it, a number for so many hops. `@x` asks for x, all that is made
/// from it, and all that those are made from. Source: dbt, "Graph operators".
public struct LineageSelector: Equatable, Sendable {
    public enum Seed: Hashable, Sendable {
        /// An id or an alias.
        case product(String)
        case tag(String)
        /// Sub-domains included.
        case domain(Domain.ID)
    }

    public var seed: Seed
    /// Hops; `Int.max` for all.
    public var up: Int
    public var down: Int
    /// Written `@`: what the descendants are made from, too.
    public var withTheirSources: Bool

    public init(_ seed: Seed, up: Int = 0, down: Int = 0, withTheirSources: Bool = false) {
        self.seed = seed
        self.up = up
        self.down = down
        self.withTheirSources = withTheirSources
    }

    public static func parse(_ text: String) throws(LineageSelectorError) -> LineageSelector {
        var name = Substring(text)
        var selector = LineageSelector(.product(""))
        func failure(_ part: Substring, _ reason: String) -> LineageSelectorError {
            LineageSelectorError(column: text.distance(from: text.startIndex, to: part.startIndex) + 1, reason: reason)
        }
        func hops(_ digits: Substring) throws(LineageSelectorError) -> Int {
            if digits.isEmpty { return .max }
            guard digits.count <= 6, let hops = Int(digits) else {
                throw failure(
                    digits, "'\(digits.prefix(20))' hops are more than a mesh has; leave the number out for all")
            }
            return hops
        }
        if name.first == "@" {
            name.removeFirst()
            (selector.down, selector.withTheirSources) = (.max, true)
        }
        let leading = name.prefix { $0.isASCII && $0.isNumber }
        if name.dropFirst(leading.count).first == "+" {
            selector.up = try hops(leading)
            name = name.dropFirst(leading.count + 1)
        }
        if let plus = name.lastIndex(of: "+") {
            let trailing = name[name.index(after: plus)...]
            if trailing.allSatisfy({ $0.isASCII && $0.isNumber }) {
                guard !selector.withTheirSources else {
                    throw failure(name[plus...], "'@' already asks for all of it; leave the '+' out")
                }
                selector.down = try hops(trailing)
                name = name[..<plus]
            }
        }
        guard !selector.withTheirSources || selector.up == 0 else {
            throw failure(text.dropFirst(), "'@' already asks for all of it; leave the '+' out")
        }
        guard let first = name.first else {
            throw failure(name, "expected a product, tag:NAME or domain:NAME, such as 2+sales.orders+1")
        }
        if let stray = name.firstIndex(where: { $0.isWhitespace || $0 == "+" }) {
            throw failure(
                name[stray...],
                name[stray] == "+"
                    ? "a name has no '+'; numbers stand outside it, as in 2+sales.orders+1" : "expected one selector")
        }
        if name.hasPrefix("tag:") {
            guard name.count > 4 else { throw failure(name, "expected a tag behind 'tag:'") }
            selector.seed = .tag(String(name.dropFirst(4)))
        } else if name.hasPrefix("domain:") {
            guard let domain = Domain.ID(String(name.dropFirst(7))) else {
                throw failure(name, "expected a domain behind 'domain:', \(Domain.ID.expectation)")
            }
            selector.seed = .domain(domain)
        } else {
            guard first != "@" else { throw failure(name, "one '@' is enough") }
            selector.seed = .product(String(name))
        }
        return selector
    }
}

extension LineageSelector: CustomStringConvertible {
    public var description: String {
        func hops(_ count: Int) -> String { count == .max ? "" : String(count) }
        let name =
            switch seed {
            case .product(let name): name
            case .tag(let tag): "tag:\(tag)"
            case .domain(let id): "domain:\(id)"
            }
        if withTheirSources { return "@\(name)" }
        return (up == 0 ? "" : "\(hops(up))+") + name + (down == 0 ? "" : "+\(hops(down))")
    }
}

/// Why a selector cannot be read, and where in it.
public struct LineageSelectorError: Error, Equatable, Sendable {
    /// Counted from 1.
    public var column: Int
    public var reason: String

    public init(column: Int, reason: String) {
        self.column = column
        self.reason = reason
    }
}

extension LineageSelectorError: CustomStringConvertible {
    public var description: String { "column \(column): \(reason)" }
}

extension MeshReader {
    /// The graph that a selector asks for, at most so many nodes; nil when nothing is selected. The focus is the first that was selected.
    public func lineage(
        _ selector: LineageSelector, at now: Instant, limit: Int
    ) throws(ReadError) -> LineageGraph? {
        let (seeds, found) = try selected(selector.seed, at: now, limit: limit)
        guard let focus = seeds.first else { return nil }
        var walk = LineageWalk(self, limit: limit)
        walk.start(at: seeds.map(Input.product))
        try walk.grow(up: selector.up, down: selector.down)
        if selector.withTheirSources { try walk.grow(up: .max, down: 0) }
        var graph = try walk.graph(focus: focus)
        graph.leftOut = found - seeds.count
        return graph
    }

    private func selected(
        _ seed: LineageSelector.Seed, at now: Instant, limit: Int
    ) throws(ReadError) -> (seeds: [DataProduct.ID], found: Int) {
        var query = ProductQuery()
        switch seed {
        case .product(let name):
            let id = try product(named: name)?.id
            return (id.map { [$0] } ?? [], id == nil ? 0 : 1)
        case .tag(let tag): query.conditions = [.init(field: .tag, test: .equals(Folding.folded(tag)))]
        case .domain(let id): query = query.inside(id)
        }
        var search = try search(query, order: ProductOrder(.name), at: now)
        while search.unseen > 0 { try search.advance(4096) }
        return (try search.page(0..<max(1, limit)), search.found)
    }
}
