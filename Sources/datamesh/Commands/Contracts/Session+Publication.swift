import MeshModel

extension Session {
    /// What publishing would do, as Markdown for a pull request: the comparison, who reads the port, and the verdict of the rules.
    ///
    /// Ends as publishing would: a refusal is told in the text, too, and is the exit status.
    func tellPublication(_ publication: Publication) async throws {
        var text = try comparison(publication) ?? "### `\(publication.product)`: the first version\n"
        do {
            let consequences = try await foresee([.publish(publication)])
            text += "\n" + consequences.items.map { "- \($0.tone.rawValue): \($0.text.plainMarkdown)\n" }.joined()
            output.text(text)
            output.document(consequences.tree.adding(["planned": .bool(true), "markdown": .text(text)]))
        } catch {
            output.text(text + "\n**Refused**: \("\(error)".plainMarkdown)\n")
            throw error
        }
    }

    /// Nil where there is nothing to compare with; the rules say what else is wrong.
    private func comparison(_ publication: Publication) throws -> String? {
        guard let product = try reader.product(publication.product) else { return nil }
        let port = publication.port ?? product.defaultPort
        let versions = try reader.contracts(of: product.id, port: port)
        guard let basis = versions.lastRelease else { return nil }
        var next = Contract()
        next.version = Version(text: publication.version) ?? basis.version
        next.schema = publication.schema
        next.access = publication.access
        next.sla = publication.sla ?? product.sla
        var text = ContractComparison(basis, next).markdown(
            "\(product.id) \(basis.version)", "\(product.id) \(publication.version)")
        let readers = try reader.subscriptions(of: product.id).filter {
            $0.port == port && $0.standing(at: now).grantsAccess
        }
        if !readers.isEmpty {
            text += "\nRead by \(readers.map { "`\($0.consumer)`" }.joined(separator: ", ")).\n"
        }
        return text
    }
}

extension String {
    /// On one line, and none of it HTML.
    fileprivate var plainMarkdown: String {
        String(map { $0.isNewline ? " " : $0 }).replacing("<", with: "&lt;").replacing("|", with: "\\|")
    }
}
