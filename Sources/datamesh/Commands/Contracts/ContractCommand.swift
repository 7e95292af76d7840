import ArgumentParser
import Documents
import MeshFormats
import MeshModel

struct ContractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contract", abstract: "Contracts: what versions promise, and how they differ.",
        subcommands: [Lint.self, Diff.self, Show.self, Export.self])
}

extension ContractCommand {
    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff", abstract: "Compare two versions; ends with 1 when something breaks.",
            discussion: """
                Each is a file, of the Open Data Contract Standard or our own, or a
                product of the mesh: its newest version, or the one behind @.

                Examples:
                  datamesh contract diff sales_orders@1.0 sales_orders@2.0
                  datamesh contract diff sales_orders new.odcs.yaml --markdown
                """)

        @Argument(help: "The older one.", completion: .file()) var old: String
        @Argument(help: "The newer one.", completion: .file()) var new: String
        @Flag(help: "Answer with Markdown, for a pull request.") var markdown = false
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let old = try StatedContract(self.old, common.common)
            let new = try StatedContract(self.new, common.common)
            let comparison = ContractComparison(old.contract, new.contract)
            let output = common.output
            if markdown {
                output.text(comparison.markdown(old.name, new.name))
            } else {
                show(comparison, old.name, new.name, output)
            }
            output.document(
                comparison.tree.adding(["old": .text(old.name), "new": .text(new.name)]))
            if comparison.impact == .breaking { throw Failure.no(nil) }
        }

        private func show(_ comparison: ContractComparison, _ old: String, _ new: String, _ output: Output) {
            output.line("\(old) → \(new): \(comparison.summary)")
            var table = Table(["IMPACT": .left, "WHERE": .left, "WHAT": .elastic])
            table.rows = ContractDifference.Impact.allCases.reversed().flatMap { impact in
                comparison.differences.filter { $0.impact == impact }.map { [impact.rawValue, $0.path, $0.text] }
            }
            output.table(table)
            guard comparison.step != .keep else { return output.line("the version may stay \(comparison.from)") }
            let reasons = comparison.reasons.map(\.sentence)
            let more = reasons.count > 3 ? " and \(reasons.count - 3) more" : ""
            output.line(
                "next version: \(comparison.next) (\(comparison.step)), because "
                    + reasons.prefix(3).joined(separator: "; ") + more)
            if comparison.to != comparison.from, !comparison.isVersionEnough {
                output.line("\(comparison.to) is too low for that")
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Show a contract, and what each version changed.",
            discussion: """
                Example:
                  datamesh contract show sales_orders@1.0
                """)

        @Argument(help: "The product, or the product and a version: name@1.0.") var product: String
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let (product, contract) = try session.contract(product)
            let output = session.output
            output.facts([
                "contract": "\(product.id) \(contract.version)",
                "published": "\(contract.publishedAt.minute) by \(contract.publishedBy)", "note": contract.note,
                "promises": contract.sla?.words ?? "",
                "access": (contract.access ?? product.access ?? AccessTerms()).words,
            ])
            output.line()
            output.table(Self.schema(contract))
            let versions = try session.reader.contracts(of: product.id, port: contract.port)
            var table = Table(["VERSION": .left, "PUBLISHED": .left, "BY": .left, "CHANGES": .elastic])
            var previous: Contract?
            for version in versions {
                let changes = previous.map { ContractComparison($0, version).summary } ?? "the first"
                table.rows.append([version.version.written, version.publishedAt.minute, version.publishedBy, changes])
                previous = version
            }
            output.line()
            output.table(table)
            output.document(contract.tree)
        }

        private static func schema(_ contract: Contract) -> Table {
            var table = Table(["FIELD": .left, "TYPE": .left, "IS": .left, "CHECKS": .elastic])
            func add(_ fields: [SchemaField], _ prefix: String) {
                for field in fields {
                    let marks = [
                        field.primaryKey ? "key" : "", field.required ? "required" : "",
                        field.unique ? "unique" : "", field.pii ? "pii" : "",
                    ]
                    table.rows.append([
                        prefix + field.name, field.type, marks.filter { !$0.isEmpty }.joined(separator: ", "),
                        field.quality.map(\.identity).joined(separator: ", "),
                    ])
                    add(field.fields, "\(prefix)\(field.name).")
                }
            }
            for object in contract.schema { add(object.fields, "\(object.name).") }
            return table
        }
    }

    struct Export: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Write a contract as the Open Data Contract Standard does.",
            discussion: """
                A contract that was imported is written back as it was read, but for what
                changed since. YAML, or JSON with --json.

                Example:
                  datamesh contract export sales_orders > sales_orders.odcs.yaml
                """)

        @Argument(help: "The product, or the product and a version: name@1.0.") var product: String
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let session = try common.open()
            let node = try session.odcs(product)
            let isJSON = session.output.isForPrograms
            Stream.output.write(
                isJSON ? JSONWriter.write(node, common.jsonl ? .compact : .pretty) : YAMLWriter.write(node))
            if common.jsonl { Stream.output.write([UInt8(ascii: "\n")]) }
        }
    }
}

extension Session {
    /// A contract as the Open Data Contract Standard writes it.
    func odcs(_ name: String) throws -> Node {
        let (product, contract) = try contract(name)
        let carried = try reader.all(CarriedDocument.self, under: .under(.carried, product.id.text))
        return ContractExport(product, contract, carried: carried).document
    }

    /// A product's contract: of the version behind `@`, else the newest.
    func contract(_ name: String) throws -> (DataProduct, Contract) {
        let mark = name.lastIndex(of: "@")
        let product = try product(mark.map { String(name[..<$0]) } ?? name)
        let versions = try reader.contracts(of: product.id, port: product.defaultPort)
        guard let newest = versions.last else {
            throw Failure.no("the product '\(product.id)' has no version yet; 'datamesh product publish' makes one")
        }
        guard let mark else { return (product, newest) }
        let text = String(name[name.index(after: mark)...])
        guard let version = Version(text: text), let found = versions.first(where: { $0.version == version }) else {
            let all = versions.map(\.version.written).joined(separator: ", ")
            throw Failure.notFound("version", "\(product.id)@\(text)", hint: "its versions are \(all)")
        }
        return (product, found)
    }
}
