import ArgumentParser
import MeshModel

/// A moment in the past as people say it: `2026-11-20`, or how long ago, `14d`.
enum Since: ExpressibleByArgument, Equatable {
    case moment(Instant)
    case ago(seconds: Int64)

    static let fortnight = Since.ago(seconds: 14 * Instant.secondsPerDay)

    static let month = Since.ago(seconds: 30 * Instant.secondsPerDay)

    init?(argument: String) {
        if let moment = Instant(text: argument) {
            self = .moment(moment)
        } else if let span = Quantity(text: argument), span.dimension == .time,
            let seconds = Int64(exactly: span.base.rounded()),
            seconds >= 0
        {
            self = .ago(seconds: seconds)
        } else {
            return nil
        }
    }

    func moment(before now: Instant) -> Instant {
        switch self {
        case .moment(let moment): moment
        case .ago(let seconds): now.adding(seconds: -seconds)
        }
    }
}
