import ArgumentParser
import MeshFormats
import MeshModel

extension ContractCommand {
    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "lint", abstract: "Check files of contracts; ends with 3 when one is not valid.",
            discussion: """
                A file holds contracts of the Open Data Contract Standard 3.0 to 3.2, or
                our own. What is wrong is told with its line and column.

                Example:
                  datamesh contract lint contracts/*.odcs.yaml
                """)

        @Argument(help: "The files; - reads standard input.", completion: .file()) var files: [String]
        @OptionGroup var common: ReadingOptions

        func run() throws {
            let output = common.output
            var faults: [String] = []
            var verdicts: [Tree] = []
            for path in files {
                do throws(ContractDocuments.Fault) {
                    let (contracts, warnings) = try Self.file(path).checked()
                    for warning in warnings { Stream.errors.complain(warning.description) }
                    let objects = contracts.reduce(0) { $0 + $1.schema.count }
                    let fields = contracts.reduce(0) { $0 + $1.schema.reduce(0) { $0 + $1.fields.count } }
                    let counts = [(contracts.count, "contract"), (objects, "object"), (fields, "field")]
                    let words = counts.map { "\($0) \($1)\($0 == 1 ? "" : "s")" }
                    output.line("\(Sign.good.text(in: output.form)) \(path): \(words.joined(separator: ", "))")
                    verdicts.append(
                        .map([
                            "file": .text(path), "valid": .bool(true), "contracts": .count(contracts.count),
                            "objects": .count(objects), "fields": .count(fields), "problems": .list([]),
                            "warnings": .list(warnings.map(\.tree)),
                        ]))
                } catch {
                    output.line("\(Sign.bad.text(in: output.form)) \(path): not valid")
                    faults.append(error.sentence)
                    verdicts.append(
                        .map([
                            "file": .text(path), "valid": .bool(false), "error": .text(error.sentence),
                            "problems": .list(error.problems.map(\.tree)),
                        ]))
                }
            }
            output.documents(verdicts)
            if !faults.isEmpty { throw Failure.refused(faults.joined(separator: "\n")) }
        }

        private static func file(_ path: String) throws(ContractDocuments.Fault) -> ContractDocuments {
            do { return try ContractDocuments(path) } catch { throw ContractDocuments.Fault(error.description) }
        }
    }
}

extension Problem {
    fileprivate var tree: Tree {
        .map([
            "file": .text(file), "line": .count(line), "column": .count(column), "path": .text(path),
            "reason": .text(reason),
        ])
    }
}
