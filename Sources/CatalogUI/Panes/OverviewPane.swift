import MeshModel
import Terminal
import Widgets

/// The mesh in short: how much there is, how good it is, and where it is not.
struct OverviewPane: Equatable, Sendable {
    private var overview: Overview?
    private var scroll = TextScroll()

    mutating func fill(_ overview: Overview) { self.overview = overview }

    mutating func move(_ motion: Motion, width: Int, height: Int) {
        scroll.move(motion, count: lines(width: width).count, rows: height)
    }

    var remark: Line {
        guard let overview else { return Line("…", .muted) }
        return overview.isFinished
            ? Line("revision \(overview.report.revision)", .muted)
            : Line("\(Words.count(overview.seen)) of \(Words.count(overview.total)) looked at", .info)
    }

    func draw(in rect: Rect, on frame: inout Frame) {
        let text = rect.inset(columns: min(1, rect.width / 3))
        let lines = lines(width: text.width)
        var scroll = scroll
        scroll.settle(count: lines.count, rows: text.height)
        for (index, line) in lines.dropFirst(scroll.first).prefix(text.height).enumerated() {
            frame.write(line, in: text.row(index))
        }
    }

    private func lines(width: Int) -> [Line] {
        guard let report = overview?.report else { return [Line("…", .muted)] }
        let mesh = report.mesh
        var lines = [
            Self.fact("domains", Words.count(report.domains.count)),
            Self.fact("products", Words.count(mesh.products), Self.statuses(mesh)),
            Self.fact(
                "subscriptions", Words.count(mesh.activeSubscriptions),
                "in use, of \(Words.count(mesh.totalSubscriptions)) ever asked for"),
            Self.fact(
                "compliant", mesh.complianceRate.map { "\(Words.share($0)) %" } ?? "–",
                "\(Words.count(mesh.compliant)) of \(Words.plural(mesh.checked, "product")); rules: \(mesh.score)",
                tone: mesh.complianceRate.map { $0 >= 100 ? .good : $0 >= 80 ? .warning : .bad } ?? .unknown),
            Self.fact(
                "quality", mesh.quality.map { "\(Words.share($0)) %" } ?? "–",
                "the mean of \(Words.plural(mesh.measured, "measured product"))"),
        ]
        let gaps = [
            (mesh.unclaimed, "without an owner"), (mesh.withoutDescription, "without a description"),
            (mesh.withoutContract, "without a contract"), (mesh.missing, "missing at their source"),
        ].filter { $0.0 > 0 }
        if !gaps.isEmpty {
            lines += [Line(), Line("What is missing", .heading)]
            lines += gaps.map { Self.fact("", Words.count($0.0), $0.1, tone: .warning) }
        }
        if !report.policies.isEmpty {
            lines += [Line(), Line("Policies, those that most fail first", .heading)]
            lines += report.policies.prefix(12).map { policy in
                Self.fact(
                    policy.id.text, "\(Words.count(policy.passed))/\(Words.count(policy.products))",
                    policy.notMeasured > 0 ? "\(Words.count(policy.notMeasured)) not measured" : "",
                    tone: policy.failed > 0 ? .warning : policy.notMeasured > 0 ? .unknown : .good)
            }
        }
        lines += [Line(), Line("Domains", .heading)]
        lines += report.domains.sorted { ($1.figures.products, $0.id) < ($0.figures.products, $1.id) }.prefix(40).map {
            domain in
            Self.fact(
                domain.name.isEmpty ? domain.id.text : domain.name, Words.count(domain.figures.products),
                domain.figures.complianceRate.map { "\(Words.share($0)) % compliant" } ?? "")
        }
        if !report.topProducts.isEmpty {
            lines += [Line(), Line("Used most", .heading)]
            lines += report.topProducts.map {
                Self.fact($0.name, Words.count($0.count), $0.count == 1 ? "consumer" : "consumers")
            }
        }
        return lines
    }

    private static func statuses(_ figures: MeshReport.Figures) -> String {
        DataProduct.Status.allCases.compactMap { status in
            figures.statuses[status].map { "\(Words.count($0)) \(status.rawValue)" }
        }.joined(separator: ", ")
    }

    /// A name, a number at the right of its column, and what is to be said about it.
    private static func fact(_ name: String, _ number: String, _ remark: String = "", tone: Tone? = nil) -> Line {
        let name = name.columns > 30 ? String(name.prefix(29)) + "…" : name
        let gap = String(repeating: " ", count: max(1, 42 - name.columns - number.columns - 2))
        let sign = tone.map { $0.mark + " " } ?? Line("  ")
        return Line(name, .muted) + Line(gap) + sign + Line(number) + Line("  " + remark, .muted)
    }
}
