import Glibc
import MeshModel

@testable import datamesh

extension Program {
    /// Runs the commands of a page (the lines behind `$ `) one after another, and answers with the page as it is now.
    ///
    /// What differs from run to run has a name: NOW for times, TODAY and TIME for their halves, ME for the user, MESH for the mesh's folder, SCRATCH for the one
    /// around it. Errors follow the output behind `!`; a status other than 0 stands in brackets. Runs of blanks inside a line are two, so that a
    /// user's name of another length moves nothing.
    ///
    /// - Parameter environment: Set besides what every test's programs see.
    func replay(_ page: String, environment: [String: String?] = [:]) throws -> String {
        var replayed = ""
        for line in page.split(separator: "\n") where line.hasPrefix("$ ") {
            let ending = try run(Self.words(String(line.dropFirst(2))).map(named), environment: environment)
            replayed += "\(line)\n" + masked(ending.output)
            replayed += masked(ending.errors).split(separator: "\n").map { "! \($0)\n" }.joined()
            if ending.status != 0 { replayed += "[\(ending.status)]\n" }
        }
        return replayed
    }

    /// Runs commands that only lead up to what a test is about.
    func prepare(_ commands: String...) throws {
        for command in commands {
            let ending = try run(Self.words(command).map(named))
            if ending.status != 0 { throw Unprepared(command: command, ending: ending) }
        }
    }

    struct Unprepared: Error {
        var command: String
        var ending: Ending
    }

    private func named(_ word: String) -> String {
        word == "ME" ? Self.user : word.replacing("SCRATCH", with: scratch.path).replacing("MESH", with: mesh)
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
        masked = masked.replacing(Self.today, with: "TODAY").replacing(/\b\d\d:\d\d\b/, with: "TIME")
        let words = /\b[\w.-]+\b/.wordBoundaryKind(.simple)
        masked = masked.replacing(words) { $0.output == Self.user ? "ME" : $0.output }
        return masked.replacing(/(?<gap>[^\s│|]) {2,}/) { "\($0.gap)  " }
    }

    static let user: String = {
        unsafe getpwuid(geteuid()).map { unsafe String(cString: $0.pointee.pw_name) } ?? String(geteuid())
    }()

    private static let today = WallClock.now().date
}
