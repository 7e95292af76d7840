import MeshModel
import Terminal
import Widgets

/// Whether the mesh takes changes, as far as this session knows.
enum Service: Equatable, Sendable {
    case live
    /// For the whole session: it was asked only to look.
    case readOnly
    /// The last change could not be made now: nobody serves the mesh, or its disk is full.
    case away

    /// Learns from how a preview or a commit ended.
    mutating func note<Value>(_ result: Result<Value, GatewayError>) {
        guard self != .readOnly else { return }
        switch result {
        case .success, .failure(.refused), .failure(.stale): self = .live
        case .failure(.unwritable), .failure(.busy), .failure(.readOnly): self = .away
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
