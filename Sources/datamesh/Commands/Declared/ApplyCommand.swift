import ArgumentParser
import MeshModel

struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Bring the mesh to what files state: all of it, or nothing.",
        discussion: """
            A document states a domain, product (with ports and contracts), consumer,
            template, policy, implementation, waiver or subscription; 'show --yaml'
            and 'export' write what is read here. A subscription is a request: who
            decides about it is not asked by a file, and a later end asks that it
            last longer. A file may hold many, in any order. What a
            document does not state stays as it is, and nothing is ever removed.
            All documents are one change: where one is refused, none is applied.

            Examples:
              datamesh product show sales_orders --yaml > sales_orders.yaml
              datamesh apply -f sales_orders.yaml --plan
              datamesh apply -f mesh.yaml -f policies/quality.yaml
            """)

    @Option(
        name: [.short, .long], parsing: .upToNextOption,
        help: ArgumentHelp("Files of YAML, JSON or JSON lines; - reads standard input.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml", "json", "jsonl"]))
    var file: [String]
    @OptionGroup var change: ChangeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let files = try DeclaredFiles(file)
        try await common.open().apply(files, change)
    }
}

extension Session {
    fileprivate func apply(_ files: DeclaredFiles, _ options: ChangeOptions) async throws {
        let declared: DeclaredMesh
        do throws(DeclaredMesh.Fault) { declared = try DeclaredMesh(files.declarations, on: reader) } catch {
            switch error.reason {
            case .misstated(let reason): throw files.misstated(reason, by: error.declaration)
            case .unreadable(let reason): throw reason
            }
        }
        let consequences: Consequences
        var receipt: Receipt?
        do throws(GatewayError) {
            if options.plan || declared.steps.isEmpty {
                consequences = try await foresee(declared.changes)
            } else {
                let done = try await gateway.commit(declared.changes, requestID: .random(), agreed: nil)
                consequences = done.consequences
                receipt = done
            }
        } catch {
            guard case .refused(let violation) = error, let culprit = try await culprit(declared) else { throw error }
            throw files.refused(violation.description, by: culprit)
        }
        if options.plan, !declared.steps.isEmpty { output.line("nothing is changed yet; this would happen:") }
        var table = Table(["OUTCOME": .left, "WHAT": .left, "FIELDS": .elastic])
        table.rows = zip(declared.declarations, declared.outcomes).map { declaration, outcome in
            [outcome.word, declaration.name, outcome.fields.joined(separator: ", ")]
        }
        output.table(table)
        output.line(declared.summary)
        output.say(consequences)
        output.document(
            .map([
                "planned": .bool(options.plan), "changed": .bool(receipt?.changed ?? false),
                "revision": .number(String((receipt?.revision ?? reader.revision).number)),
                "documents": .list(
                    declared.outcomes.enumerated().map { place, outcome in
                        Tree.map(files.tree(of: place)).adding([
                            "outcome": .text(outcome.word), "fields": .texts(outcome.fields),
                        ])
                    }), "consequences": consequences.list,
            ]))
    }

    /// The first declaration with which the changes are refused: as many as are allowed are found by halving.
    private func culprit(_ declared: DeclaredMesh) async throws -> Int? {
        var allowed = 0
        var refused = declared.steps.count
        while refused - allowed > 1 {
            let middle = (allowed + refused) / 2
            do {
                _ = try await gateway.preview(Array(declared.changes.prefix(middle)))
                allowed = middle
            } catch GatewayError.refused { refused = middle }
        }
        return declared.steps.indices.contains(allowed) ? declared.steps[allowed].declaration : nil
    }
}

extension DeclaredMesh {
    /// `2 created, 1 changed, 40 unchanged`
    fileprivate var summary: String {
        ["created", "changed", "unchanged"].map { word in "\(outcomes.count { $0.word == word }) \(word)" }
            .joined(separator: ", ")
    }
}

extension DeclaredMesh.Outcome {
    fileprivate var word: String {
        switch self {
        case .created: "created"
        case .changed: "changed"
        case .unchanged: "unchanged"
        }
    }

    fileprivate var fields: [String] { if case .changed(let names) = self { names } else { [] } }
}
