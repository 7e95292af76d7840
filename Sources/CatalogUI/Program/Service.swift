import MeshModel
import Terminal
import Widgets

/// Whether the mesh takes changes, as far as this session knows.
enum Service: Equatable, Sendable {
    case live
    case readOnly
    /// The last change could not be made now: nobody serves it, or its disk is full.
    case away

    /// Learns from how a preview or a commit ended.
    mutating func note<Value>(_ result: Result<Value, GatewayError>) {
        guard self != .readOnly else { return }
        switch result {
        case .success, .failure(.refused), .failure(.stale): self = .live
        case .failure(.unwritable), .failure(.busy): self = .away
        case .failure(.readOnly): self = .readOnly
        case .failure(.read): break
        }
    }

    var line: Line {
        switch self {
        case .live: Tone.good.mark + Line(" live", .muted)
        case .readOnly: Line("read-only", .muted)
        case .away: Tone.warning.mark + Line(" no changes now", .muted)
        }
    }
}
