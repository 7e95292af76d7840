import MeshModel

/// A mesh that is only looked at: every change is refused with one sentence, whatever stands behind it.
struct ReadOnlyGateway: MeshGateway {
    let reading: any MeshGateway
    let sentence: String

    init(_ reading: any MeshGateway, sentence: String) {
        self.reading = reading
        self.sentence = sentence
    }

    var actor: Actor { reading.actor }
    func reader() throws(GatewayError) -> any MeshReader { try reading.reader() }
    func revisions() -> AsyncStream<Revision> { reading.revisions() }

    /// What would happen may be asked: it changes nothing.
    func preview(_ changes: [Change]) async throws(GatewayError) -> Consequences { try await reading.preview(changes) }

    func commit(
        _ changes: [Change], requestID: RequestID, agreed: Consequences.Digest?
    ) async throws(GatewayError) -> Receipt { throw .readOnly(sentence) }
}
