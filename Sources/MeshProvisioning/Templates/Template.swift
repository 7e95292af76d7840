/// A text with holes, read once: `{{name|filter}}`, `{{#section}}…{{/section}}`, `{{^inverted}}…{{/inverted}}`, `{{! remark }}`.
///
/// It decides nothing by itself: a section is shown for each item of a list, or once for a value that is something. `\{{` writes two braces.
/// A line that holds nothing but a section's tag or a remark leaves no line behind.
package struct Template: Sendable {
    /// Dotted: `product.sla.quality`; empty: the item itself, written `.`.
    struct Name: Equatable, Sendable {
        var parts: [String]
        var text: String { parts.isEmpty ? "." : parts.joined(separator: ".") }
    }

    indirect enum Node: Sendable {
        case text(String, TemplateError.Position)
        case hole(Name, [Filter], TemplateError.Position)
        case section(Name, inverted: Bool, [Node], TemplateError.Position)
    }

    /// What stands around the holes, and so what a hole without a filter means.
    package enum Target: Equatable, Sendable {
        /// A hole must name its filter.
        case code
        /// Made for reading: control characters are left out.
        case prose
        /// A path inside a workspace: each value is one segment of it.
        case path
        /// One element of an argv.
        case argument

        /// By the ending of a file's name. What is not known to be prose is code.
        package init(fileName: String) {
            let name = fileName.split(separator: "/").last.map { $0.lowercased() } ?? ""
            let isProse =
                name == "readme" || [".md", ".txt", ".rst", ".adoc"].contains { name.hasSuffix($0) }
            self = isProse ? .prose : .code
        }

        var filter: Filter? {
            switch self {
            case .code: nil
            case .prose: .text
            case .path: .path
            case .argument: .argument
            }
        }
    }

    /// What reading and rendering may use.
    package struct Budget: Equatable, Sendable {
        package var sourceBytes = 1 << 20
        package var depth = 16
        package var outputBytes = 8 << 20
        /// Holes, texts and sections rendered, repetitions counted.
        package var steps = 1_000_000

        package init() {}
    }

    package let name: String
    package let target: Target
    package let budget: Budget
    let nodes: [Node]

    /// - Parameter name: What errors call it: usually the template's id and the file's path.
    package init(
        _ source: String, name: String, target: Target, budget: Budget = Budget()
    ) throws(TemplateError) {
        var parser = TemplateParser(source, name: name, target: target, budget: budget)
        nodes = try parser.parse()
        self.name = name
        self.target = target
        self.budget = budget
    }
}
