import MeshModel

extension MeshGateway {
    /// What changes would do, and what would come of that. Changes nothing.
    ///
    /// - Parameter workspaces: Where this user's workspaces are; what hooks there would run is told.
    func outlook(on changes: [Change], workspaces: String?) async throws(GatewayError) -> Outlook {
        var outlook = Outlook(try await preview(changes))
        let reader = try reader()
        let now = WallClock.now()
        do throws(ReadError) {
            outlook.beyond = try reader.foresight(of: changes, by: actor, at: now)
        } catch { throw .read(error) }
        if changes.contains(where: \.decidesAboutAccess) {
            outlook.beyond += try await Platforms(gateway: self, workspaces: workspaces).foresee(changes)
        }
        return outlook
    }
}
