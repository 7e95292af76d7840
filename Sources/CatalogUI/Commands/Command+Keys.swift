package import Terminal

extension Command {
    /// The keys that mean it, the one that is shown first. A pane never gives another meaning to a key that moves.
    package var keys: [Chord] {
        switch self {
        case .down: ["j", .down]
        case .up: ["k", .up]
        case .left: ["h", .left]
        case .right: ["l", .right]
        case .halfDown: [.control("d")]
        case .halfUp: [.control("u")]
        case .pageDown: [.pageDown]
        case .pageUp: [.pageUp]
        case .first: [.twice("g"), .home]
        case .last: ["G", .end]
        case .open: [.enter]
        case .back: [.escape, "q"]
        case .quit: ["Q"]
        case .backward: ["["]
        case .forward: ["]"]
        case .nextPane: [.tab]
        case .previousPane: [.backTab]
        case .overview: ["0"]
        case .domains: ["1"]
        case .products: ["2"]
        case .lineage: ["3"]
        case .compliance: ["4"]
        case .subscriptions: ["5"]
        case .infrastructure: ["6"]
        case .activity: ["7"]
        case .inbox: ["8"]
        case .filter: ["/"]
        case .narrow: ["F"]
        case .sort: ["o"]
        case .reverse: ["O"]
        case .fold: [" "]
        case .nextSection: ["}"]
        case .previousSection: ["{"]
        case .refocus: ["f"]
        case .subscribe: ["s"]
        case .publish: ["p"]
        case .provision: ["i"]
        case .approve: ["a"]
        case .deny: ["n"]
        case .renew: ["r"]
        case .revoke: ["x"]
        case .cancel: ["c"]
        case .history: ["H"]
        case .registerDomain, .createProduct, .createPolicy, .recordQuality, .waive, .implement, .reviewAccess, .claim,
            .deprecate, .retire, .beAway, .beBack, .reconcile:
            []
        case .copy: ["y"]
        case .maximise: ["z"]
        case .reload: ["R"]
        case .help: ["?", .function(1)]
        case .palette: [":", .control("p")]
        }
    }

    /// The command that a key means in a pane.
    package static func meant(by chord: Chord, in pane: Pane) -> Command? { keymap[pane]?[chord] }

    private static let keymap: [Pane: [Chord: Command]] = Dictionary(
        uniqueKeysWithValues: Pane.allCases.map { pane in
            var map: [Chord: Command] = [:]
            for command in allCases where command.panes?.contains(pane) ?? true {
                for chord in command.keys { map[chord] = map[chord] ?? command }
            }
            return (pane, map)
        })

    /// What the status bar says of it, and how early it stands there; nil: nothing.
    package var hint: (rank: Int, label: String)? {
        switch self {
        case .approve: (0, "approve")
        case .deny: (1, "deny")
        case .renew: (2, "renew")
        case .revoke: (3, "revoke")
        case .cancel: (4, "cancel")
        case .refocus: (5, "focus here")
        case .history: (6, "history")
        case .subscribe: (10, "subscribe")
        case .publish: (11, "publish")
        case .provision: (12, "provision")
        case .filter: (13, "filter")
        case .sort: (14, "sort")
        case .fold: (15, "fold")
        case .open: (16, "open")
        case .nextSection: (17, "section")
        case .back: (18, "back")
        case .help: (19, "help")
        case .palette: (20, "command")
        // One that knows of it finds it; the others stand on narrow screens.
        case .narrow: (21, "narrow")
        default: nil
        }
    }

    /// Those that the status bar may name, the most important first.
    static let hinted = allCases.filter { $0.hint != nil }.sorted { ($0.hint?.rank ?? 0) < ($1.hint?.rank ?? 0) }
}

/// A key, or a key struck twice.
package enum Chord: Hashable, Sendable, ExpressibleByUnicodeScalarLiteral {
    case key(Key)
    case twice(Character)

    package init(unicodeScalarLiteral value: Character) { self = .key(.character(value)) }

    static let down = Chord.key(.down)
    static let up = Chord.key(.up)
    static let left = Chord.key(.left)
    static let right = Chord.key(.right)
    static let home = Chord.key(.home)
    static let end = Chord.key(.end)
    static let pageDown = Chord.key(.pageDown)
    static let pageUp = Chord.key(.pageUp)
    static let enter = Chord.key(.enter)
    static let escape = Chord.key(.escape)
    static let tab = Chord.key(.tab)
    static let backTab = Chord.key(.backTab)
    static func control(_ letter: Character) -> Chord { .key(.control(letter)) }
    static func function(_ number: Int) -> Chord { .key(.function(number)) }

    /// As people read it.
    package var label: String {
        switch self {
        case .twice(let character): "\(character)\(character)"
        case .key(.character(" ")): "Space"
        case .key(.character(let character)): String(character)
        case .key(.control(let letter)): "^\(letter.uppercased())"
        case .key(.alt(let character)): "Alt-\(character)"
        case .key(.enter): "⏎"
        case .key(.escape): "Esc"
        case .key(.tab): "Tab"
        case .key(.backTab): "S-Tab"
        case .key(.backspace): "Backspace"
        case .key(.delete): "Del"
        case .key(.insert): "Ins"
        case .key(.up): "↑"
        case .key(.down): "↓"
        case .key(.left): "←"
        case .key(.right): "→"
        case .key(.home): "Home"
        case .key(.end): "End"
        case .key(.pageUp): "PgUp"
        case .key(.pageDown): "PgDn"
        case .key(.function(let number)): "F\(number)"
        case .key(.paste), .key(.click), .key(.wheelUp), .key(.wheelDown): ""
        }
    }
}
