import MeshModel
import Terminal
import Widgets

/// What provisioning would do: files with their content, and commands, to be looked at before anything happens.
struct PlanModal: Equatable, Sendable {
    let plan: ProvisionPlan
    let commandLine: String
    var isUnseen = true
    private var scroll = TextScroll()

    enum Choice {
        case run
        case copy
    }

    init(_ plan: ProvisionPlan, commandLine: String) {
        self.plan = plan
        self.commandLine = commandLine
    }

    mutating func press(_ key: Key, screen: Size) -> ModalStep<Choice> {
        switch key {
        case .escape, .character("e"), .character("q"): return .cancelled
        case .enter where !isUnseen: return .answered(.run)
        case .character("y") where !isUnseen: return .answered(.copy)
        default:
            if let motion = Command.meant(by: .key(key), in: .product)?.motion {
                scroll.move(motion, count: lines.count, rows: max(1, screen.height - 6))
            }
        }
        return .open
    }

    private var lines: [Line] {
        var lines = [Line("into  ", .muted) + Line(plan.workspace, .accent)]
        lines += plan.parameters.sorted { $0.key < $1.key }.map { Line("\($0.key) = ", .muted) + Line($0.value) }
        lines.append(Line("Files", .heading) + Line("  \(tally)", .muted))
        for file in plan.files {
            lines.append(
                Self.look(of: file.change) + Line(file.path) + Line("  \(String(file.mode, radix: 8))", .muted))
        }
        lines.append(Line("Commands", .heading))
        if plan.commands.isEmpty { lines.append(Line("  none", .muted)) }
        for hook in plan.commands {
            lines.append(
                Line("  \(hook.event.rawValue.padding(to: 8)) ", .muted)
                    + Line(hook.argv.map(\.quotedForShell).joined(separator: " ")))
        }
        for file in plan.files where file.change == .added || file.change == .changed {
            lines += [Line(), Self.look(of: file.change) + Line(file.path, .heading)]
            lines += file.content.split(separator: "\n", omittingEmptySubsequences: false).prefix(2000).map {
                Line("  \($0)")
            }
        }
        return lines
    }

    private var tally: String {
        let counts = Dictionary(grouping: plan.files, by: \.change).mapValues(\.count)
        return [ProvisionPlan.FileChange.added, .changed, .removed, .unchanged].compactMap { change in
            counts[change].map { "\($0) \(change.rawValue)" }
        }.joined(separator: ", ")
    }

    private static func look(of change: ProvisionPlan.FileChange) -> Line {
        switch change {
        case .added: Line("  + ", .good)
        case .changed: Line("  ~ ", .warning)
        case .removed: Line("  − ", .bad)
        case .unchanged: Line("  = ", .muted)
        }
    }

    func draw(in rect: Rect, on frame: inout Frame) {
        let lines = lines
        let box = ModalFrame(
            title: "Provision \(plan.product) from \(plan.template) ?",
            hints: [
                .init("⏎", "do it"), .init("j k", "look"), .init("e", "edit"), .init("y", "copy as command"),
                .init("Esc", "leave"),
            ])
        let inside = box.draw(
            content: Size(width: min(110, rect.width), height: min(lines.count, rect.height)), in: rect, on: &frame)
        var scroll = scroll
        scroll.settle(count: lines.count, rows: inside.height)
        for (index, line) in lines.dropFirst(scroll.first).prefix(inside.height).enumerated() {
            frame.write(line, in: inside.row(index))
        }
    }
}
