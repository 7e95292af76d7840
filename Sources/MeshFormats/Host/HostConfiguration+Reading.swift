internal import Documents
internal import MeshModel

extension HostConfiguration {
    /// Far more than a host of a thousand meshes would write.
    package static let longestFile = 256 << 10

    /// Reads the file, or says of every mistake where it stands and what is expected there.
    package init(reading bytes: [UInt8], file: String) throws(FormatError) {
        var budget = Budget()
        budget.bytes = Self.longestFile
        budget.depth = 16
        budget.nodes = 32_768
        budget.scalar = 8192
        let root: Node
        do { root = try Document.read(bytes, as: .yaml, name: file, budget: budget).root } catch {
            throw .unreadable(error)
        }
        var entry = Entry(root, path: "", file: file)
        entry.knows([
            "socket", "user", "meshes", "roles", "notify", "escalate_after_days", "connections_per_user", "read_only",
        ])
        self.init(meshes: [])
        // The kernel's address of a socket has 108 bytes, the last of them 0. Source: unix(7).
        socket = entry.absolutePath("socket", longest: 107) ?? socket
        user = entry.account("user") ?? user
        var misread: [Problem] = []
        meshes = Self.meshes(&entry, &misread)
        roles = Self.roles(&entry, &misread)
        notify = Self.notify(&entry)
        escalationDays = entry.number("escalate_after_days", in: 1...3650, "of days") ?? escalationDays
        connectionsPerUser =
            entry.number("connections_per_user", in: 1...4096, "of connections").map(Int.init) ?? connectionsPerUser
        isReadOnly = entry.flag("read_only") ?? isReadOnly
        let problems = (entry.errors + misread).sorted { ($0.line, $0.column) < ($1.line, $1.column) }
        guard problems.isEmpty else { throw .misstated(problems) }
    }

    /// `meshes: {main: {folder: …, readers: …}}`
    private static func meshes(_ entry: inout Entry, _ misread: inout [Problem]) -> [Mesh] {
        guard let stated = entry["meshes"], stated.map?.isEmpty != true else {
            entry.refuse(
                entry["meshes"], "meshes", "is missing; state at least one mesh by its name, with folder and readers")
            return []
        }
        guard let map = stated.map else {
            entry.refuse(
                stated, "meshes",
                "is \(stated.kind), where a map of names is expected, such as {main: {folder: /var/lib/datamesh/main, readers: staff}}"
            )
            return []
        }
        guard map.count <= 256 else {
            entry.refuse(stated, "meshes", "has \(map.count) entries; 256 is the most")
            return []
        }
        var meshes: [Mesh] = []
        for field in map {
            let name = printable(String(field.key.prefix(60)))
            guard Identifier<Mesh>(field.key) != nil else {
                entry.refuse(
                    Node(.null, at: field.keyPosition), "meshes.\(name)",
                    "is the name of no mesh, where \(Identifier<Mesh>.expectation) is expected")
                continue
            }
            var item = Entry(
                Node(field.value.content, at: field.value.map == nil ? field.value.position : field.keyPosition),
                path: "meshes.\(name)", file: entry.file)
            item.knows(["folder", "readers", "confidential"])
            let folder = item.absolutePath("folder", longest: 3000, isRequired: true)
            let readers = item.account("readers", isRequired: true)
            let confidential = item.account("confidential", mayBeBlank: true)
            if let folder {
                for mesh in meshes
                where "\(mesh.folder)/".hasPrefix("\(folder)/") || "\(folder)/".hasPrefix("\(mesh.folder)/") {
                    item.refuse(
                        item["folder"], "folder",
                        "is, holds or lies in that of \(mesh.name); each needs a folder of its own")
                }
                meshes.append(
                    Mesh(name: field.key, folder: folder, readers: readers ?? "", confidential: confidential ?? ""))
            }
            misread += item.errors
        }
        return meshes
    }

    private static func roles(_ entry: inout Entry, _ misread: inout [Problem]) -> [Role: [String]] {
        guard let node = entry["roles"] else { return [:] }
        guard let map = node.map else {
            entry.refuse(
                node, "roles",
                "is \(node.kind), where a map of roles is expected, such as {steward: [alice, \"@stewards\"]}")
            return [:]
        }
        var roles: [Role: [String]] = [:]
        var item = Entry(node, path: "roles", file: entry.file)
        for field in map {
            let key = Node(.string(field.key), at: field.keyPosition)
            guard Identifier<Role>(field.key) != nil else {
                item.refuse(
                    key, printable(field.key),
                    "is the name of no role, where \(Identifier<Role>.expectation) is expected")
                continue
            }
            guard let people = item.list(field.key, longest: 4096, "users and @groups") else { continue }
            roles[Role(field.key)] = people.indices.compactMap {
                item.account(people[$0], "\(field.key)[\($0)]", "a user, or a group as \"@group\"")
            }
        }
        misread += item.errors
        return roles
    }

    private static func notify(_ entry: inout Entry) -> [String] {
        guard let words = entry.list("notify", longest: 64, "words of a command") else { return [] }
        let argv = words.indices.compactMap { index -> String? in
            entry.word(words[index], "notify[\(index)]")
        }
        if let first = argv.first, !isAbsolute(first) {
            entry.refuse(
                words.first, "notify[0]",
                "is \(quoted(first)), where the absolute path of a program is expected, such as /usr/local/bin/tell")
        }
        return argv
    }

    /// Whether a path says where it leads whoever reads it: from the root, without steps back.
    fileprivate static func isAbsolute(_ path: String) -> Bool {
        path.hasPrefix("/")
            && path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
                .allSatisfy { !["", ".", ".."].contains($0) }
    }
}

/// The shapes of values that this file has and no other.
extension Entry {
    /// Refuses every key that is not among the known.
    fileprivate mutating func knows(_ keys: [String]) {
        for field in node.map ?? Map() where !keys.contains(field.key) {
            let meant = nearest(to: field.key, among: keys).map { "did you mean \($0)? Known" } ?? "known"
            refuse(
                Node(.null, at: field.keyPosition), printable(String(field.key.prefix(60))),
                "is not known here; \(meant) are \(keys.joined(separator: ", "))")
        }
    }

    /// One word that can stand in a command line.
    fileprivate mutating func word(_ node: Node?, _ key: String) -> String? {
        guard let text = text(node, key, longest: 4096) else { return nil }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            refuse(node, key, "is \(quoted(text)), which holds a control character")
            return nil
        }
        return text
    }

    fileprivate mutating func absolutePath(_ key: String, longest: Int, isRequired: Bool = false) -> String? {
        guard let node = self[key] else {
            if isRequired { refuse(nil, key, "is missing; an absolute path is expected") }
            return nil
        }
        guard let path = word(node, key) else { return nil }
        guard path.utf8.count <= longest else {
            refuse(node, key, "is \(path.utf8.count) bytes long; \(longest) is the most")
            return nil
        }
        guard HostConfiguration.isAbsolute(path) else {
            refuse(
                node, key,
                "is \(quoted(path)), where an absolute path without . and .. is expected, such as /var/lib/datamesh/main"
            )
            return nil
        }
        return path
    }

    /// The name of a user or a group of the host.
    fileprivate mutating func account(_ key: String, isRequired: Bool = false, mayBeBlank: Bool = false) -> String? {
        guard let node = self[key] else {
            if isRequired { refuse(nil, key, "is missing; the name of a group is expected") }
            return nil
        }
        if mayBeBlank, node.string == "" { return "" }
        let noun = key == "user" ? "a user" : "a group"
        guard let name = account(node, key, "the name of \(noun)") else { return nil }
        guard !name.hasPrefix("@") else {
            refuse(node, key, "is \(quoted(name)), where the name of \(noun) is expected, without the @")
            return nil
        }
        return name
    }

    fileprivate mutating func account(_ node: Node, _ key: String, _ expected: String) -> String? {
        guard let name = text(node, key) else { return nil }
        let bare = name.hasPrefix("@") ? name.dropFirst() : Substring(name)
        // What no user database can hold, or a line of it would fall apart.
        let isName = bare.unicodeScalars.allSatisfy {
            !$0.properties.isWhitespace && $0.properties.generalCategory != .control
                && !":,/@".unicodeScalars.contains($0)
        }
        guard isName, !bare.isEmpty, bare.utf8.count <= 128, !bare.hasPrefix("-") else {
            refuse(node, key, "is \(quoted(name)), where \(expected) is expected")
            return nil
        }
        return name
    }

    fileprivate mutating func list(_ key: String, longest: Int, _ what: String) -> [Node]? {
        guard let node = self[key] else { return nil }
        guard let list = node.list else {
            refuse(node, key, "is \(node.kind), where a list of \(what) is expected")
            return nil
        }
        guard list.count <= longest else {
            refuse(node, key, "has \(list.count) entries; \(longest) is the most")
            return nil
        }
        return list
    }

    fileprivate mutating func number(_ key: String, in range: ClosedRange<Int64>, _ what: String) -> Int64? {
        guard let node = self[key] else { return nil }
        guard let number = node.int64, range.contains(number) else {
            let found = node.text.map { quoted($0) } ?? node.kind
            refuse(
                node, key,
                "is \(found), where a number \(what) from \(range.lowerBound) to \(range.upperBound) is expected")
            return nil
        }
        return number
    }

    fileprivate mutating func flag(_ key: String) -> Bool? {
        guard let node = self[key] else { return nil }
        guard let flag = node.bool else {
            refuse(node, key, "is \(node.text.map { quoted($0) } ?? node.kind), where true or false is expected")
            return nil
        }
        return flag
    }
}
