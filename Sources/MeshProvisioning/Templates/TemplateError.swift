/// Why a template cannot be read or rendered, and where in it.
package struct TemplateError: Error, Equatable, Sendable {
    /// A place in a template: both counted from 1, columns in Unicode scalars.
    package struct Position: Equatable, Sendable {
        package var line: Int
        package var column: Int

        package init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    package enum Reason: Equatable, Sendable {
        /// Against the grammar. The sentence says what was expected.
        case syntax(String)
        case unknownFilter(String)
        case unknownName(String)
        /// A value would stand in code unquoted.
        case unfiltered(name: String)
        /// The filter cannot write this value safely.
        case unwritable(filter: String, reason: String)
        case tooLarge(what: String, allowed: Int)
    }

    package var template: String
    package var position: Position
    package var reason: Reason

    package init(template: String, position: Position, reason: Reason) {
        self.template = template
        self.position = position
        self.reason = reason
    }
}

extension TemplateError: CustomStringConvertible {
    package var description: String {
        "\(visible(template)), line \(position.line), column \(position.column): \(reason)"
    }
}

extension TemplateError.Reason: CustomStringConvertible {
    package var description: String {
        switch self {
        case .syntax(let sentence): sentence
        case .unknownFilter(let name):
            "there is no filter '\(visible(name))'; the filters are "
                + Filter.allCases.map(\.rawValue).joined(separator: ", ")
        case .unknownName(let name): "nothing is called '\(visible(name))' here"
        case .unfiltered(let name):
            "'\(visible(name))' needs a filter that quotes it for this file, such as {{\(visible(name))|json}}"
        case .unwritable(let filter, let reason): "the filter '\(filter)' cannot write this value: \(reason)"
        case .tooLarge(let what, let allowed): "\(what) is over the limit of \(allowed)"
        }
    }
}
