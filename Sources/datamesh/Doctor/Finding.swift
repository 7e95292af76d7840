import MeshModel

/// One thing that was looked at, how it stands, and what to do where it does not stand well.
struct Finding: Equatable {
    enum Outcome: String {
        case ok, warning, fail
    }

    /// What was looked at, in a word: `socket`.
    var check: String
    var outcome: Outcome
    var text: String
    /// What somebody types or changes; blank where nothing is to be done.
    var remedy: String

    static func ok(_ check: String, _ text: String) -> Finding {
        Finding(check: check, outcome: .ok, text: text, remedy: "")
    }

    static func warning(_ check: String, _ text: String, _ remedy: String) -> Finding {
        Finding(check: check, outcome: .warning, text: text, remedy: remedy)
    }

    static func fail(_ check: String, _ text: String, _ remedy: String) -> Finding {
        Finding(check: check, outcome: .fail, text: text, remedy: remedy)
    }

    var tree: Tree {
        .map([
            "check": .text(check), "outcome": .text(outcome.rawValue), "text": .text(text), "remedy": .text(remedy),
        ])
    }
}

extension Sign {
    init(_ outcome: Finding.Outcome) {
        self =
            switch outcome {
            case .ok: .good
            case .warning: .warning
            case .fail: .bad
            }
    }
}
