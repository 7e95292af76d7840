import Glibc
import MeshFormats

/// Modes and owners of a mesh's files. Source: FORMAT.md of the store.
extension Doctor {
    static func files(of folder: MeshFolder) -> [Finding] {
        guard let facts = FileFacts(folder.path) else {
            guard errno == EACCES else { return [] }
            return [
                .fail(
                    "folder", "\(folder.path) cannot be looked at: \(HostError.current)",
                    "ask the administrator of this host")
            ]
        }
        guard facts.kind == .folder else {
            return [.fail("folder", "\(folder.path) is no folder", "name a folder with --mesh")]
        }
        let owner = folder.shared?.server ?? facts.owner
        let readers =
            folder.shared.map { Accounts.group(named: $0.mesh.readers) }
            ?? (facts.mode & 0o050 == 0 ? nil : facts.group)
        var findings = folder.shared == nil ? [] : way(to: folder.path, owner)
        let isShared = readers != nil
        let expected = FileExpectation(kind: .folder, owner: owner, group: readers, mode: isShared ? 0o2750 : 0o700)
        if let finding = expected.finding(facts, folder.path, check: "folder") { findings.append(finding) }
        guard unsafe access(folder.path, R_OK | X_OK) == 0 else {
            return findings + [
                .warning("folder", "you may not look into \(folder.path)", "join its group, or run this as root")
            ]
        }
        let names = names(in: folder.path).sorted()
        for name in names {
            let path = "\(folder.path)/\(name)"
            guard let facts = FileFacts(path), let wanted = expectation(of: name, owner, readers, folder.shared) else {
                continue
            }
            if let finding = wanted.finding(facts, path, check: "files") { findings.append(finding) }
        }
        if findings.isEmpty {
            let readers = readers.flatMap(Accounts.groupName).map { ", read by the group \($0)" } ?? ""
            findings.append(
                .ok("folder", "\(folder.path) and its \(names.count) files are \(Caller.name(of: owner))'s\(readers)"))
        }
        return findings
    }

    /// Whoever may write a folder on the way can put another mesh in its place.
    private static func way(to path: String, _ owner: uid_t) -> [Finding] {
        zip(path.indices, path).compactMap { index, character in
            guard character == "/" else { return nil }
            let above = index == path.startIndex ? "/" : String(path[..<index])
            guard let facts = FileFacts(above), facts.kind == .folder else { return nil }
            let isOpen = facts.mode & 0o022 != 0 && facts.mode & 0o1000 == 0
            guard isOpen || ![0, owner].contains(facts.owner) else { return nil }
            return .fail(
                "folder",
                "others than \(owner == 0 ? "" : "root and ")\(Caller.name(of: owner)) may write in \(above), which holds the mesh",
                "chown root \(above), and chmod go-w \(above)")
        }
    }

    /// How a file of that name should be; nil: it is none of the mesh's own.
    private static func expectation(
        of name: String, _ owner: uid_t, _ readers: gid_t?, _ shared: HostMesh?
    ) -> FileExpectation? {
        let isShared = readers != nil
        switch name {
        case "private": return FileExpectation(kind: .folder, owner: owner, mode: 0o700)
        case "confidential":
            let few = shared.flatMap {
                $0.mesh.confidential.isEmpty ? nil : Accounts.group(named: $0.mesh.confidential)
            }
            return FileExpectation(kind: .folder, owner: owner, group: few, mode: few == nil ? 0o700 : 0o2750)
        case _ where name.hasSuffix(".new"): return nil
        case _ where name == "CURRENT" || name == "retention" || name.hasPrefix("snapshot-"):
            return FileExpectation(kind: .file, owner: owner, group: readers, mode: isShared ? 0o440 : 0o400)
        case _ where name == "watermark" || name.hasPrefix("journal-"):
            return FileExpectation(kind: .file, owner: owner, group: readers, mode: isShared ? 0o640 : 0o600)
        default: return nil
        }
    }

    private static func names(in path: String) -> [String] {
        guard let folder = unsafe opendir(path) else { return [] }
        defer { unsafe _ = closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
