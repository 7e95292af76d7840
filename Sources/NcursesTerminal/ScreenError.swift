/// Why there can be no screen.
package enum ScreenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Input or output is a file or a pipe.
    case noTerminal
    case noTerminalName
    /// It cannot move its cursor.
    case dumbTerminal(String)
    case unknownTerminal(String)

    package var description: String {
        switch self {
        case .noTerminal:
            "the browser needs a terminal, and input or output is none; run a command that prints instead, see --help"
        case .noTerminalName:
            "TERM is not set, so nothing is known about this terminal; set it, for example: export TERM=xterm-256color"
        case .dumbTerminal(let name):
            "the terminal “\(name)” cannot move its cursor; run a command that prints instead, see --help"
        case .unknownTerminal(let name):
            "this host knows no terminal “\(name)”; set another one it knows, for example: export TERM=xterm-256color"
        }
    }
}
