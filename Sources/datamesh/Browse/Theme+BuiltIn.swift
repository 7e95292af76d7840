import Documents
import Terminal

extension Theme {
    /// The themes that are part of the program, by name.
    static let builtIn: [Theme] = [PackageResources.dark_yaml, PackageResources.light_yaml].compactMap { bytes in
        try? Theme(file: bytes)
    }

    static func named(_ name: String) throws(Failure) -> Theme {
        if name == Theme.plain.name { return .plain }
        guard let theme = builtIn.first(where: { $0.name == name }) else {
            let known = (builtIn.map(\.name) + [Theme.plain.name]).joined(separator: ", ")
            throw .usage("there is no theme '\(name)'; the themes are \(known)")
        }
        return theme
    }

    /// A theme as its file states it: a name, then a table of roles for each depth.
    private init(file bytes: [UInt8]) throws {
        let root = try Document.read(bytes, as: .yaml, name: "theme").root
        var entries: [(role: String, depth: String, value: String)] = []
        for depth in root.map ?? [:] where depth.key != "name" {
            for role in depth.value.map ?? [:] {
                entries.append((role.key, depth.key, role.value.text ?? ""))
            }
        }
        try self.init(name: root["name"]?.string ?? "", entries: entries)
    }
}
