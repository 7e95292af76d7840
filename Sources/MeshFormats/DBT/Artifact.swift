import Documents

/// A JSON file that dbt writes into `target/`: what it is, and of which version, stands in its metadata.
///
/// Source: docs.getdbt.com/reference/artifacts/dbt-artifacts.
struct Artifact {
    enum Kind: String {
        case manifest
        case catalog
        case runResults = "run-results"
        case other
    }

    let document: Document
    let kind: Kind
    /// `run-results`
    let name: String
    let version: Int

    /// Nil unless dbt wrote it: `https://schemas.getdbt.com/dbt/manifest/v12.json`.
    init?(_ document: Document) {
        guard let schema = document.root["metadata"]?["dbt_schema_version"]?.string else { return nil }
        let parts = schema.split(separator: "/")
        guard parts.count >= 2, parts.contains("dbt") else { return nil }
        self.document = document
        name = String(parts[parts.count - 2])
        kind = Kind(rawValue: name) ?? .other
        version = Int(parts[parts.count - 1].drop { $0 == "v" }.prefix { $0.isNumber }) ?? 0
    }

    var metadata: Node? { document.root["metadata"] }

    /// The folder that its file stands in; blank: the present one.
    var folder: Substring { Self.folder(of: document.name) }

    static func folder(of file: String) -> Substring {
        file.lastIndex(of: "/").map { file[..<$0] } ?? ""
    }

    /// Why it is no import of its own.
    var needsManifest: FormatError {
        let reason: String =
            switch kind {
            case .catalog:
                "adds columns and types to a manifest and is no import of its own; name the project's manifest.json, too"
            case .runResults:
                "adds test results to a manifest and is no import of its own; name the project's manifest.json, too"
            case .manifest, .other: "is not read; a dbt project is imported from its manifest.json"
            }
        return .refused(
            Problem(
                file: document.name, at: document.root.position, path: "",
                reason: "this dbt artifact, \(printable(name)), \(reason)"))
    }
}
