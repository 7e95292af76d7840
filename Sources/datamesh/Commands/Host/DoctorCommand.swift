import ArgumentParser
import MeshModel

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look whether all is well with the mesh and its host, and say what to do.",
        discussion: """
            Looks at the host's file, groups, the daemon and its socket, the modes and
            owners of the mesh's files, the disk, and the terminal; changes nothing.
            Ends with 1 where something fails.

            Examples:
              datamesh doctor
              datamesh doctor --mesh lab --json
            """)

    @OptionGroup var common: CommonOptions

    func run() throws {
        let output = common.output
        let findings = Doctor.findings(mesh: common.mesh)
        let isSound = !findings.contains { $0.outcome == .fail }
        if output.form == .plain {
            var table = Table(["": .left, "": .left, "": .left, "": .left])
            table.rows = findings.map { [Sign($0.outcome).text(in: .plain), $0.check, $0.text, $0.remedy] }
            output.table(table)
        } else {
            let width = findings.map(\.check.count).max() ?? 0
            for finding in findings {
                let gap = String(repeating: " ", count: width - finding.check.count + 2)
                output.line("\(Sign(finding.outcome).text(in: output.form)) \(finding.check)\(gap)\(finding.text)")
                if !finding.remedy.isEmpty {
                    output.line("\(String(repeating: " ", count: width + 4))→ \(finding.remedy)")
                }
            }
        }
        output.document(.map(["sound": .bool(isSound), "findings": .list(findings.map(\.tree))]))
        if !isSound { throw Failure.no(nil) }
    }
}
