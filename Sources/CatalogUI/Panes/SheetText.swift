import MeshModel
import Terminal
import Widgets

/// A product's sheet as lines of a width.
struct SheetText {
    struct Row {
        var line: Line
        var isHeading = false
        var cut = Frame.Cut.end
    }

    private(set) var rows: [Row] = []
    let width: Int
    let sheet: Sheet

    static let label = 11

    init(_ sheet: Sheet, width: Int) {
        self.sheet = sheet
        self.width = width
        guard width > 0 else { return }
        summary()
        about()
        ports()
        schema()
        versions()
        quality()
        promises()
        policies()
        consumers()
        usage()
        infrastructure()
        metadata()
        origin()
    }

    var product: DataProduct { sheet.product }

    // MARK: What a person came for

    private mutating func summary() {
        for part in sheet.banner { paragraph(part.text, part.level.tone) }
        blank()
        if !product.description.isEmpty { paragraph(product.description) }
        blank()
        let trust = sheet.trust
        for part in trust.notices + [trust.freshness, trust.quality, trust.policies] {
            paragraph(part.text, part.level.tone)
        }
        paragraph(trust.consumers.text, .info)
        if let endorsements = trust.endorsements { paragraph(endorsements.text, .info) }
        paragraph(accessSentence, sheet.row.standing.access.tone)
        blank()
    }

    private var accessSentence: String {
        switch sheet.row.standing.access {
        case .yours: "you may use it: datamesh use \(product.id)"
        case .open: "open: s gives access at once"
        case .asked: "you have asked for access"
        case .asks(let name): "s asks \(name) for access"
        case .closed: product.status == .draft ? "closed until a version is published (p)" : "closed to new consumers"
        case .unclaimed: "unclaimed: nobody can decide about access before somebody claims it (:claim)"
        }
    }
}

// MARK: Lines

extension SheetText {
    mutating func add(_ line: Line, cut: Frame.Cut = .end) { rows.append(Row(line: line, cut: cut)) }

    mutating func blank() {
        if let last = rows.last, !last.line.runs.isEmpty { rows.append(Row(line: Line())) }
    }

    mutating func heading(_ title: String, _ remark: String = "") {
        blank()
        rows.append(
            Row(line: Line(title, .heading) + Line(remark.isEmpty ? "" : "  " + remark, .muted), isHeading: true))
    }

    mutating func paragraph(_ text: String, _ tone: Tone? = nil, indent: Int = 0) {
        let signs = tone == nil ? 0 : 2
        let margin = String(repeating: " ", count: indent)
        for (index, line) in Paragraph(text).lines(width: max(1, width - indent - signs), limit: 40).enumerated() {
            let sign = tone.map { index == 0 ? $0.mark + " " : Line("  ") } ?? Line()
            add(Line(margin) + sign + Line(line))
        }
    }

    /// A label and what it is about; nothing where there is nothing to say.
    mutating func fact(
        _ label: String, _ value: String, label columns: Int = label, cut: Frame.Cut = .end, wraps: Bool = false
    ) {
        guard !value.isEmpty else { return }
        let label = label.padding(to: columns)
        let room = max(1, width - label.columns)
        let lines = wraps ? Paragraph(value).lines(width: room, limit: 8) : [value]
        for (index, line) in lines.enumerated() {
            add(Line(index == 0 ? label : String(repeating: " ", count: label.columns), .muted) + Line(line), cut: cut)
        }
    }
}

extension String {
    /// Followed by blanks up to a width, and at least one.
    func padding(to columns: Int) -> String {
        self + String(repeating: " ", count: max(1, columns - self.columns))
    }
}

extension Subscription.Standing {
    var tone: Tone {
        switch self {
        case .active: .good
        case .expiring, .renewing: .warning
        case .requested, .offered: .info
        case .expired, .cancelled: .unknown
        case .denied, .revoked: .bad
        }
    }
}

extension PlatformAccess {
    var tone: Tone {
        switch self {
        case .usable: .good
        case .granting: .info
        case .grantFailed, .lapsedButOpen: .bad
        }
    }

    /// In the place of the standing; nil where that says it all.
    var label: String? { self == .usable ? nil : words }
}

extension Provision.State {
    var tone: Tone {
        switch self {
        case .ready: .good
        case .planned, .applying: .info
        case .failed: .bad
        case .destroyed: .unknown
        }
    }
}
