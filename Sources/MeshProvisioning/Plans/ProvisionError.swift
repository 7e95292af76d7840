import MeshModel

/// Why infrastructure is not planned or made. Nothing was changed.
package enum ProvisionError: Error, Equatable, Sendable {
    case template(TemplateError)
    /// The template has neither files nor hooks.
    case empty(template: String)
    case unknownParameter(String, known: [String])
    case missingParameter(String, template: String)
    case invalidParameter(String, value: String, expected: String)
    /// A file of the template: its path or mode cannot be.
    case file(String, reason: String)
    case hook(String, reason: String)
    case tooMany(what: String, allowed: Int)
    case workspace(String, reason: String)
}

extension ProvisionError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .template(let error): error.description
        case .empty(let template):
            "template '\(template)' has no files and no hooks: give it some, or use the id of a built-in one ("
                + BuiltInTemplates.all.map(\.id.text).joined(separator: ", ") + ")"
        case .unknownParameter(let name, let known):
            "there is no parameter '\(visible(name))'; "
                + (known.isEmpty ? "this template has none" : "the parameters are \(known.joined(separator: ", "))")
        case .missingParameter(let name, let template):
            "template '\(template)' needs the parameter '\(name)': give it with --set \(name)=VALUE"
        case .invalidParameter(let name, let value, let expected):
            "the parameter '\(name)' cannot be '\(visible(value))': expected \(expected)"
        case .file(let path, let reason): "the file '\(visible(path))' of the workspace: \(visible(reason))"
        case .hook(let command, let reason): "the command '\(visible(command))': \(reason)"
        case .tooMany(let what, let allowed): "more than \(allowed) \(what)"
        case .workspace(let path, let reason): "the workspace '\(visible(path))' cannot be used: \(visible(reason))"
        }
    }
}
