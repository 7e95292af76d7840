import Documents
package import MeshModel

/// A text of lines with more products than one batch should hold.
///
/// It is read as a whole first, so that what is not valid is found before anything is written, and then in parts, each product behind
/// those that it takes its data from. What is held in memory is a part, and some tens of bytes for each product and name.
package struct LongImport: Sendable {
    package let source: String
    /// Those that products name, each to be registered.
    package private(set) var domains: [Domain] = []
    package private(set) var doubts = Doubts()

    private let text: LongText
    private let options: ImportOptions
    /// By number of a product: where its line stands.
    private var places: [Range<Int>] = []
    /// By digest of a name, an id or an alias: the first product of the text that bears it.
    private var firsts: [Int: UInt32] = [:]
    /// By digest of an id: which product bears it.
    private var ids: [Int: UInt32] = [:]
    /// The numbers of all products, each behind those that it takes its data from.
    private var order: [UInt32] = []

    /// Products that are valid.
    package var count: Int { places.count }
    package var counts: [Import.Count] { [.init(count, "products"), .init(domains.count, "domains")] }

    /// Reads all of it once.
    ///
    /// - Parameter progress: Hears how many records are read.
    /// - Throws: What is not valid, or not to be read.
    package init(_ text: LongText, options: ImportOptions, progress: (Int) -> Void) throws(FormatError) {
        self.text = text
        self.options = options
        var survey = OwnImport(.jsonl, file: text.name, options: options)
        source = survey.source
        var records = RecordsAhead(text, options: options, source: survey.source)
        var known: Set<Domain.ID> = []
        var inputs = ListsOfNumbers()
        var done = 0
        while let record = try records.next() {
            if done.isMultiple(of: 1024) { progress(done) }
            done += 1
            switch record {
            case .unreadable(let problem): survey.leaveOut(problem)
            case .stated(let stated, let place):
                guard let product = survey.accepted(stated) else { continue }
                let number = UInt32(clamping: count)
                places.append(place)
                let id = digest(product.sourceID)
                ids[id] = number
                for name in [id] + product.aliases.map({ digest($0) }) where firsts[name] == nil {
                    firsts[name] = number
                }
                inputs.append((product.inputAliases ?? []).map { digest($0) })
                if let id = product.facts.domain, known.insert(id).inserted {
                    domains.append(.imported(id, name: id.text, source: survey.source))
                }
            }
        }
        doubts = survey.doubts
        try survey.finishHarvest()
        order = try ordered(inputs)
    }

    /// Whether a text that begins so is of lines.
    package static func resembles(_ head: [UInt8], _ options: ImportOptions) -> Bool {
        options.format == .jsonl || options.format == nil && ProductLines.resembles(head)
    }

    /// Whether the text has a product that its source calls so.
    package func names(_ sourceID: String) -> Bool { ids[digest(sourceID)] != nil }

    /// Some products, by their place in the order of import.
    package func products(_ range: Range<Int>) throws(FormatError) -> [ImportedProduct] {
        var products: [ImportedProduct] = []
        products.reserveCapacity(range.count)
        for place in range { products.append(try product(order[place])) }
        return products
    }

    private func product(_ number: UInt32) throws(FormatError) -> ImportedProduct {
        var lines = JSONLines(name: text.name, budget: options.budget)
        lines.append(try text.bytes(places[Int(number)]))
        lines.end()
        if let node = try? lines.next() {
            let stated = StatedProduct(node, path: "", file: text.name, options: options, source: source)
            var product = stated.product
            if stated.entry.errors.isEmpty, ids[digest(product.sourceID)] == number {
                // A name that an earlier product bears stays with it.
                product.aliases.removeAll { firsts[digest($0)] != number }
                return product
            }
        }
        throw .failed(file: text.name, reason: "it changed meanwhile; import it again")
    }

    /// The order of the text, but each product behind those that it takes its data from. `inputs` are digests of their names, by number.
    private func ordered(_ inputs: ListsOfNumbers) throws(FormatError) -> [UInt32] {
        enum Visit { case none, begun, done }
        var visits = [Visit](repeating: .none, count: count)
        var order: [UInt32] = []
        order.reserveCapacity(count)
        for start in 0..<count where visits[start] == .none {
            // An explicit stack: lineage is as deep as people make it.
            var path = [(number: start, next: 0)]
            visits[start] = .begun
            while let last = path.last {
                let wanted = inputs[last.number]
                guard last.next < wanted.count else {
                    visits[last.number] = .done
                    order.append(UInt32(clamping: last.number))
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                // What takes from itself is left to the rules, and what no product of the text is called stands outside of it.
                guard let input = firsts[wanted[wanted.startIndex + last.next]].map(Int.init), input != last.number
                else { continue }
                switch visits[input] {
                case .done: break
                case .none:
                    visits[input] = .begun
                    path.append((input, 0))
                case .begun:
                    let circle = path.map(\.number).drop { $0 != input }
                    throw try circular(Array(circle))
                }
            }
        }
        return order
    }

    private func circular(_ numbers: [Int]) throws(FormatError) -> FormatError {
        var names: [String] = []
        for number in numbers.prefix(8) { names.append(try product(UInt32(clamping: number)).sourceID) }
        let rest = numbers.count > names.count ? " ← … (\(numbers.count) in all)" : ""
        return .refused(
            Problem(
                file: text.name, at: nil, path: "",
                reason:
                    "has a circle of inputs: \(names.map(quoted).joined(separator: " ← "))\(rest); nothing was imported"
            ))
    }
}

/// A file that can be read at any place.
package struct LongText: Sendable {
    package let name: String
    private let read: @Sendable (_ offset: Int, _ count: Int) throws -> [UInt8]

    /// - Parameter read: Up to so many bytes from a place on; none at the end.
    package init(name: String, read: @escaping @Sendable (_ offset: Int, _ count: Int) throws -> [UInt8]) {
        self.name = name
        self.read = read
    }

    /// From its begin, piece after piece.
    var file: ImportFile {
        var offset = 0
        return ImportFile(name: name) {
            let piece = try read(offset, 1 << 18)
            offset += piece.count
            return piece.isEmpty ? nil : piece
        }
    }

    func bytes(_ range: Range<Int>) throws(FormatError) -> [UInt8] {
        do { return try read(range.lowerBound, range.count) } catch { throw .failed(file: name, reason: "\(error)") }
    }
}

/// Many short lists close together.
private struct ListsOfNumbers {
    private var numbers: [Int] = []
    private var ends: [Int] = []

    mutating func append(_ list: [Int]) {
        numbers += list
        ends.append(numbers.count)
    }

    subscript(place: Int) -> ArraySlice<Int> { numbers[(place == 0 ? 0 : ends[place - 1])..<ends[place]] }
}
