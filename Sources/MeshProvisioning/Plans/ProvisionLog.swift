import Synchronization

/// The last lines of a run, kept while hooks print from their own tasks.
final class ProvisionLog: Sendable {
    static let mostLines = 200
    static let longestLine = 500
    private let kept = Mutex<[String]>([])

    func add(_ line: String) {
        let line = line.count > Self.longestLine ? line.prefix(Self.longestLine - 1) + "…" : line
        kept.withLock { lines in
            lines.append(line)
            if lines.count > 2 * Self.mostLines { lines.removeFirst(lines.count - Self.mostLines) }
        }
    }

    var lines: [String] { kept.withLock { $0.suffix(Self.mostLines) } }
}

/// `key=value` lines among what the status hooks printed.
final class ProvisionOutputs: Sendable {
    static let most = 100
    private let kept = Mutex<[String: String]>([:])

    func add(_ line: String) {
        let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, (1...128).contains(parts[0].utf8.count),
            parts[0].utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return }
        kept.withLock { outputs in
            guard outputs.count < Self.most || outputs[String(parts[0])] != nil else { return }
            outputs[String(parts[0])] = String(parts[1].prefix(1000))
        }
    }

    var values: [String: String] { kept.withLock { $0 } }
}
