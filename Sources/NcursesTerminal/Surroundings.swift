import CNcurses
import Glibc

/// What the environment says about the terminal at the other end.
struct Surroundings {
    let variables: [String: String]

    /// What this process was given; only the few that matter here are read.
    static func ofThisProcess() -> Surroundings {
        let names = [
            "TERM", "COLORTERM", "NO_COLOR", "ESCDELAY", "SSH_CONNECTION", "SSH_TTY", "LC_ALL", "LC_CTYPE", "LANG",
        ]
        var variables: [String: String] = [:]
        for name in names {
            if let value = unsafe getenv(name) { variables[name] = unsafe String(cString: value) }
        }
        return Surroundings(variables: variables)
    }

    private func isSet(_ name: String) -> Bool {
        variables[name].map { !$0.isEmpty } ?? false
    }

    /// https://no-color.org: present and not empty.
    var wantsNoColours: Bool { isSet("NO_COLOR") }

    /// How long after ESC the rest of its sequence may come.
    var escapeDelay: Duration {
        if let wanted = variables["ESCDELAY"].flatMap({ Int($0) }), (1...10_000).contains(wanted) {
            return .milliseconds(wanted)
        }
        return .milliseconds(isSet("SSH_CONNECTION") || isSet("SSH_TTY") ? 50 : 25)
    }

    /// Whether the person asked for something else than UTF-8.
    ///
    /// A UTF-8 locale that this host does not have is still a wish for UTF-8: SSH forwards the names of the other side.
    /// Nothing at all is no wish, and terminals speak UTF-8 now.
    var refusesUTF8: Bool {
        guard let name = ["LC_ALL", "LC_CTYPE", "LANG"].first(where: isSet).flatMap({ variables[$0] }) else {
            return false
        }
        // As in de_DE.UTF-8@euro, or UTF-8 alone.
        let encoding = name.lowercased().filter { $0 != "-" }.split(separator: ".").last ?? ""
        return !encoding.hasPrefix("utf8")
    }

    /// The names under which the terminal may be known here, the best first.
    var terminalNames: [String] {
        guard let name = variables["TERM"], !name.isEmpty else { return [] }
        // Terminals whose own entry is newer than this host's database; all of them follow xterm.
        let families = [
            "xterm", "alacritty", "foot", "ghostty", "gnome", "iterm", "kitty", "konsole", "rio", "rxvt", "screen",
            "st-", "tmux", "vscode", "vte", "wezterm",
        ]
        let isLikeXterm = isSet("COLORTERM") || families.contains { name.hasPrefix($0) }
        return [name] + (isLikeXterm ? ["xterm-256color", "xterm"] : [])
    }

    /// The first of them that this host knows and that can move its cursor.
    func knownTerminal() throws(ScreenError) -> String {
        guard let wanted = terminalNames.first else { throw .noTerminalName }
        for name in terminalNames {
            var result: Int32 = 0
            guard unsafe setupterm(name, 1, &result) == OK else { continue }
            guard Capability.cursorMotion.string != nil else { throw .dumbTerminal(wanted) }
            return name
        }
        throw wanted == "dumb" ? .dumbTerminal(wanted) : .unknownTerminal(wanted)
    }

    /// Makes the process speak UTF-8 where that is wanted and possible.
    ///
    /// - Returns: Whether it does; otherwise every cell must be ASCII.
    func chooseLocale() -> Bool {
        unsafe setlocale(LC_CTYPE, "")
        if speaksUTF8 { return true }
        guard !refusesUTF8 else { return false }
        return unsafe setlocale(LC_CTYPE, "C.UTF-8") != nil && speaksUTF8
    }

    private var speaksUTF8: Bool {
        unsafe String(cString: nl_langinfo(nl_item(CODESET))) == "UTF-8"
    }
}

/// A string of the terminal's description that is written by ourselves, and not by ncurses.
enum Capability: String {
    case cursorMotion = "cup"
    case hideCursor = "civis"
    case showCursor = "cnorm"
    case leaveScreen = "rmcup"
    case noAttributes = "sgr0"
    case mouse = "kmous"

    var string: String? {
        guard let value = unsafe tigetstr(rawValue), UInt(bitPattern: value) != .max else { return nil }
        // Pauses for terminals of the seventies, as $<5/>, are not written.
        let parts = unsafe String(cString: value).split(separator: "$", omittingEmptySubsequences: false)
        return parts.map { $0.hasPrefix("<") ? $0.drop { $0 != ">" }.dropFirst() : $0 }.joined()
    }
}
