internal import MeshModel

extension ServerSession {
    enum State: Equatable, Sendable {
        /// Waits for hello.
        case greeting
        /// Waits to learn who it is.
        case identifying
        case open
        /// Over: what was said is still sent.
        case draining
    }

    /// What a session must have done, beyond having its output sent and its requests taken.
    enum Step: Equatable, Sendable {
        /// Ask who the peer is to the mesh; the answer comes to `identified` with the same ticket.
        case identify(mesh: String, ticket: UInt64)
        /// A request was answered without being carried out.
        case refused(user: String, sentence: String)
        /// The client sent what no client of ours sends.
        case violated(String)
        case limited(String)
    }

    /// A request that can be taken now.
    struct Head: Equatable, Sendable {
        enum Kind: Sendable { case commit, preview, other }
        var kind: Kind
        var size: Int
    }

    enum Work: Equatable, Sendable {
        case commit(ChangeRequest)
        case preview([Change], by: Actor)
        case status
    }

    /// A request to be carried out, and answered in the order of taking.
    struct Job: Equatable, Sendable {
        var work: Work
        var correlation: UInt64
        var since: Moment
    }

    /// A whole frame that waits for its turn.
    struct Arrival: Sendable {
        var body: [UInt8]
        var at: Moment
    }
}
