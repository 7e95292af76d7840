import Glibc
import MeshModel

@testable import datamesh

extension Program {
    /// Runs commands one after another, and shows them with what they print: a page of a terminal.
    ///
    /// What differs from run to run has a name: NOW for times, TODAY for the date, ME for the user, MESH for the folder.
    /// Errors follow the output behind `!`; a status other than 0 stands in brackets. Runs of blanks inside a line are two, so that a user's name
    /// of another length moves nothing.
    func transcript(_ commands: String...) throws -> String {
        var page = ""
        for command in commands {
            let ending = try run(Self.words(command))
            page += "$ \(command)\n"
            page += masked(ending.output)
            page += masked(ending.errors).split(separator: "\n").map { "! \($0)\n" }.joined()
            if ending.status != 0 { page += "[\(ending.status)]\n" }
        }
        return page
    }

    /// The words of a command line; quotes keep blanks together.
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let finished = word { words.append(finished) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }

    func masked(_ text: String) -> String {
        var masked = text.replacing(mesh, with: "MESH").replacing(scratch.path, with: "SCRATCH")
        masked = masked.replacing(/20\d\d-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?Z)?/, with: "NOW")
        masked = masked.replacing(Self.today, with: "TODAY")
        masked = masked.replacing(/\b[\w.-]+\b/) { $0.output == Self.user ? "ME" : $0.output }
        return masked.replacing(/(?<gap>\S) {2,}/) { "\($0.gap)  " }
    }

    static let user: String = {
        unsafe getpwuid(geteuid()).map { unsafe String(cString: $0.pointee.pw_name) } ?? String(geteuid())
    }()

    private static let today = WallClock.now().date
}
