import MeshFormats
import MeshModel
import MeshStore
import Threads

/// Brings a long text of lines into a mesh, part after part: each of them whole or not at all.
struct LongImportRun {
    let whole: LongImport
    let session: Session
    /// Say what would happen, and change nothing.
    let isPlanned: Bool
    let progress: Progress
    private let partSize: Int
    private var tally = Consequences.Tally()
    private var told = Consequences()
    private var untold = 0
    private var hasChanged = false

    /// Files of lines from this length on are brought in by parts, in bytes.
    static let threshold = 16 << 20
    /// How many sentences are said of all parts together.
    private static let longestList = 100

    init(_ whole: LongImport, into session: Session, isPlanned: Bool, partSize: Int?, _ progress: Progress) {
        self.whole = whole
        self.session = session
        self.isPlanned = isPlanned
        self.progress = progress
        // A daemon takes a mebibyte at once.
        self.partSize = partSize ?? (session.gateway is StoreGateway ? 4096 : 512)
    }

    /// Brings everything in, and says what came of it. Whether the mesh was changed.
    mutating func run() async throws -> Bool {
        session.output.found(.jsonl, whole.source, whole.counts, whole.doubts)
        let before = try session.reader.products(ofSource: whole.source, at: session.now)
        var done = 0
        do {
            for start in stride(from: 0, to: isPlanned ? 0 : whole.domains.count, by: partSize) {
                let end = min(start + partSize, whole.domains.count)
                try await bring(whole.domains[start..<end].map(Change.importDomain))
            }
            try await bringParts { done = $0 }
            try await conclude(before)
        } catch {
            progress.end()
            if hasChanged {
                Stream.errors.complain(
                    "\(whole.source) stopped after \(done) of \(whole.count) products: they stay, and importing it again goes on"
                )
            }
            throw error
        }
        progress.end()
        tell()
        return hasChanged
    }

    /// The products, part after part.
    private mutating func bringParts(_ reached: (Int) -> Void) async throws {
        let reader = WorkerThread()
        let (whole, size) = (whole, partSize)
        @Sendable func read(from start: Int) async throws -> [ImportedProduct] {
            let outcome = await reader.value { () -> Result<[ImportedProduct], FormatError> in
                do throws(FormatError) {
                    return .success(try whole.products(start..<min(start + size, whole.count)))
                } catch { return .failure(error) }
            }
            do { return try outcome.get() } catch { throw Failure.refused(error.description) }
        }
        var part = try await read(from: 0)
        var done = 0
        while !part.isEmpty {
            let end = done + part.count
            // The next part is read while this one is written.
            async let following = read(from: end)
            // Nothing of what is only planned is there when the next part is looked at.
            try await bring((isPlanned ? domains(of: part) : []) + part.map(Change.importProduct))
            done = end
            reached(done)
            progress.show("\(isPlanned ? "compared" : "written"): \(done) of \(whole.count) products")
            part = try await following
        }
    }

    private func domains(of part: [ImportedProduct]) -> [Change] {
        let named = Set(part.compactMap(\.facts.domain))
        return whole.domains.filter { named.contains($0.id) }.map(Change.importDomain)
    }

    /// What the source listed before and the text does not name any more.
    private mutating func conclude(_ before: [DataProduct.ID]) async throws {
        guard !before.isEmpty else { return }
        let reader = try (session.gateway as? StoreGateway)?.records() ?? session.gateway.reader()
        var missing: [DataProduct.ID] = []
        for id in before {
            guard let product = try reader.product(id), product.source == whole.source, product.missing == nil,
                !whole.names(product.sourceID)
            else { continue }
            missing.append(id)
        }
        for start in stride(from: 0, to: missing.count, by: partSize) {
            let part = Array(missing[start..<min(start + partSize, missing.count)])
            try await bring([.concludeImport(ImportConclusion(source: whole.source, missing: part))])
        }
    }

    private mutating func bring(_ changes: [Change]) async throws {
        let consequences: Consequences
        if isPlanned {
            consequences = try await session.gateway.preview(changes)
        } else {
            let receipt =
                if let store = session.gateway as? StoreGateway {
                    try await store.commitOneOfMany(changes)
                } else {
                    try await session.gateway.commit(changes, requestID: .random(), agreed: nil)
                }
            consequences = receipt.consequences
            if receipt.changed { hasChanged = true }
        }
        tally += consequences.tally
        // What was asked for is counted; what else came of it is said.
        for item in consequences.items where item.tone != .does {
            if told.items.count < Self.longestList { told.items.append(item) } else { untold += 1 }
        }
    }

    private func tell() {
        let output = session.output
        output.line("\(isPlanned ? "would be: " : "")\(tally.sentence)")
        output.say(told)
        if untold > 0 { output.line("and \(untold) more like these") }
        if !isPlanned, !hasChanged { output.line("nothing was written: the mesh says the same already") }
        output.document(
            .map([
                "format": .text(Format.jsonl.rawValue), "source": .text(whole.source),
                "planned": .bool(isPlanned), "changed": .bool(hasChanged),
                "counts": .map(whole.counts.map { ($0.noun, .count($0.count)) }),
            ]).adding(tally.fields).adding(whole.doubts.fields).adding([
                "consequences": told.list, "untold": .count(untold),
            ]))
    }
}

extension Consequences.Tally {
    /// What an import came to.
    var sentence: String {
        "\(created) new, \(updated) changed, \(unchanged) as before, \(missing) missing, \(kept) edits kept"
    }

    var fields: [(key: String, value: Tree)] {
        [
            ("created", .count(created)), ("updated", .count(updated)), ("unchanged", .count(unchanged)),
            ("missing", .count(missing)), ("kept", .count(kept)),
        ]
    }
}

extension Doubts {
    var fields: [(key: String, value: Tree)] {
        [("skipped", .texts(skipped.map(\.description))), ("warnings", .texts(warnings.map(\.description)))]
    }
}

extension Output {
    /// What was read, before anything of it is written.
    func found(_ format: Format, _ source: String, _ counts: [Import.Count], _ doubts: Doubts) {
        for problem in doubts.skipped { Stream.errors.complain("left out: \(problem)") }
        for problem in doubts.warnings { Stream.errors.complain("\(problem)") }
        let words = counts.map { "\($0.count) \($0.noun)" }.joined(separator: ", ")
        line("\(source): \(format.title), \(words)\(doubts.leftOut == 0 ? "" : ", \(doubts.leftOut) left out")")
    }
}
