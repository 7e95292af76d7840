import MeshModel
import MeshProvisioning

/// What the shell is told.
enum ExitStatus: Int32 {
    case done = 0
    /// The question was answered, and the answer is no: not compliant, not found.
    case no = 1
    /// The mesh or the terminal cannot be used.
    case unusable = 2
    /// Refused; nothing was changed.
    case refused = 3
    case usage = 64
    /// A signal ended the browser; counted as a shell counts them.
    case hungUp = 129
    case interrupted = 130
    case terminated = 143
}

/// Why a command ended without doing what was asked.
enum Failure: Error, Equatable {
    /// Nil when the output said it already.
    case no(String?)
    case unusable(String)
    case refused(String)
    case usage(String)
    /// From outside: whoever did it knows why.
    case ended(ExitStatus)

    var status: ExitStatus {
        switch self {
        case .no: .no
        case .unusable: .unusable
        case .refused: .refused
        case .usage: .usage
        case .ended(let status): status
        }
    }

    var sentence: String? {
        switch self {
        case .no(let sentence): sentence
        case .unusable(let sentence), .refused(let sentence), .usage(let sentence): sentence
        case .ended: nil
        }
    }
}

extension Failure {
    /// The failure that an error of the mesh comes to; nil for errors of the command line's own making.
    init?(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as GatewayError: self.init(error)
        case let error as ReadError: self = .unusable(error.description)
        case let error as ProvisionError: self = .refused(error.description)
        case let violation as RuleViolation: self = .refused(violation.description)
        default: return nil
        }
    }

    init(_ error: GatewayError) {
        switch error {
        case .refused, .stale, .readOnly: self = .refused(error.description)
        case .read, .busy, .unwritable: self = .unusable(error.description)
        }
    }

    /// The mesh has decided, and platforms could not carry it out.
    static func unfinished(_ count: Int) -> Failure {
        .no(
            "\(count == 1 ? "a platform" : "\(count) platforms") could not carry it out; 'datamesh reconcile' tries again"
        )
    }

    /// A text that cannot be the id of anything.
    static func unnameable(_ noun: String, _ text: String) -> Failure {
        .refused(
            "\(noun) '\(text)': an id is made of small letters, digits, '.', '_' and '-', and begins with a letter or digit"
        )
    }

    static func notFound(_ noun: String, _ name: String, hint: String) -> Failure {
        .no("there is no \(noun) '\(name)'; \(hint)")
    }
}

extension Failure: CustomStringConvertible {
    var description: String { sentence ?? "exit status \(status.rawValue)" }
}
