/// The shared mesh's twin: the same promises, with nothing that could fail.
extension MemoryMesh: SharedMesh {
    public var revision: Revision { snapshot.revision }

    public func preview(_ changes: [Change], by actor: Actor) -> Result<Consequences, GatewayError> {
        do { return .success(try plan(changes, by: actor).consequences) } catch { return .failure(error) }
    }

    public func commit(_ requests: [ChangeRequest]) throws(GatewayError) -> [Result<Receipt, GatewayError>] {
        requests.map { request in
            do throws(GatewayError) {
                return .success(
                    try commit(
                        request.changes, requestID: request.requestID, agreed: request.agreed, by: request.actor))
            } catch { return .failure(error) }
        }
    }
}
