import ArgumentParser
import MeshModel

struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report", abstract: "Report on the health of the whole mesh, domain by domain.",
        discussion: """
            Examples:
              datamesh report
              datamesh report --format markdown > mesh.md
            """)

    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, markdown, json
    }

    @Option(help: "What it is written as.") var format = Format.text
    @OptionGroup var common: ReadingOptions

    func run() throws {
        var common = common
        if format == .json, !common.jsonl { common.common.json = true }
        let session = try common.open()
        let report = try session.report()
        if format == .markdown { session.output.text(report.markdown) } else { session.output.lines(report.text) }
        session.output.document(report.tree)
    }
}

extension Session {
    func report() throws(ReadError) -> MeshReport {
        var survey = try MeshSurvey(reader, at: now)
        let progress = Progress()
        while !survey.isFinished {
            try survey.advance(4096)
            if survey.total > 4096 { progress.show("\(survey.seen) of \(survey.total) products") }
        }
        if survey.total > 4096 { progress.end() }
        return survey.report
    }
}
