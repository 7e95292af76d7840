import MeshModel
import MeshProvisioning
import Terminal

/// How far long work is, on one line of standard error that is written over; nothing where nobody looks.
struct Progress: Sendable {
    private let columns = Stream.errors.columns

    func show(_ text: String) {
        guard let columns else { return }
        Stream.errors.write(Array("\r\u{1b}[K\(sanitised(text).cut(to: columns - 1, mark: "…"))".utf8))
    }

    /// Wipes the line, so that what follows stands at its place.
    func end() {
        guard columns != nil else { return }
        Stream.errors.write(Array("\r\u{1b}[K".utf8))
    }

    func show(_ progress: ProvisionProgress) {
        switch progress {
        case .file(let path, let change, let done, let steps): show("\(done)/\(steps)  \(change.rawValue) \(path)")
        case .started(let hook, let done, let steps): show("\(done + 1)/\(steps)  \(hook.argv.commandLine)")
        case .line(let line): show(line)
        }
    }
}
