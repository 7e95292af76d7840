import Glibc

/// What a file is, whose, and who may do what to it; a symbolic link is a link.
struct FileFacts: Equatable {
    enum Kind: Equatable {
        case file, folder, socket, link, other
    }

    var kind: Kind
    var owner: uid_t
    var group: gid_t
    /// Without the kind: at most 07777.
    var mode: mode_t

    init(kind: Kind, owner: uid_t, group: gid_t, mode: mode_t) {
        self.kind = kind
        self.owner = owner
        self.group = group
        self.mode = mode
    }

    /// Nil where there is nothing that one may see.
    init?(_ path: String) {
        var facts = stat()
        guard unsafe lstat(path, &facts) == 0 else { return nil }
        let kinds: [mode_t: Kind] = [S_IFREG: .file, S_IFDIR: .folder, S_IFSOCK: .socket, S_IFLNK: .link]
        self.init(
            kind: kinds[facts.st_mode & S_IFMT] ?? .other, owner: facts.st_uid, group: facts.st_gid,
            mode: facts.st_mode & 0o7777)
    }

    /// As chmod takes it: `2750`, `0640`.
    static func octal(_ mode: mode_t) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

/// How a file of a mesh should be.
struct FileExpectation: Equatable {
    var kind: FileFacts.Kind
    var owner: uid_t
    /// Nil: any.
    var group: gid_t?
    var mode: mode_t

    /// What is wrong with a file, worst first; nil: nothing.
    func finding(_ facts: FileFacts, _ path: String, check: String) -> Finding? {
        guard facts.kind == kind else {
            return .fail(
                check,
                "\(path) is not \(kind == .folder ? "a folder" : "a file")\(facts.kind == .link ? " but a symbolic link" : "")",
                "look who put it there; a mesh makes its files itself")
        }
        guard facts.owner == owner else {
            return .fail(
                check, "\(path) belongs to \(Caller.name(of: facts.owner)), not to \(Caller.name(of: owner))",
                "chown \(Caller.name(of: owner)) \(path)")
        }
        let octal = FileFacts.octal(mode)
        // More than is wanted is a door; less only stands in somebody's way.
        if facts.mode & ~mode & 0o077 != 0 {
            return .fail(
                check, "\(path) has the mode \(FileFacts.octal(facts.mode)), which lets in more than \(octal)",
                "chmod \(octal) \(path)")
        }
        if let group, facts.group != group {
            return .fail(
                check, "\(path) belongs to the group \(Accounts.groupName(facts.group) ?? String(facts.group))",
                "chgrp \(Accounts.groupName(group) ?? String(group)) \(path)")
        }
        guard facts.mode == mode else {
            return .warning(
                check, "\(path) has the mode \(FileFacts.octal(facts.mode)) instead of \(octal)",
                "chmod \(octal) \(path)")
        }
        return nil
    }
}
