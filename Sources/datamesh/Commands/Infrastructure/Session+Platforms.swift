import MeshModel
import MeshProvisioning

extension Session {
    func platforms(_ folder: MeshFolder) async -> Platforms {
        await Platforms(gateway: gateway, workspaces: folder.workspaces)
    }

    /// Carries out what is due, one after another, and says how each ended. An interruption ends the one that runs, and none is begun behind it.
    func carryOut(_ dues: [Platforms.Due], _ platforms: Platforms) async throws -> [Platforms.Result] {
        var results: [Platforms.Result] = []
        var isInterrupted = false
        let progress = Progress()
        for due in dues {
            guard !isInterrupted else {
                let result = Platforms.Result(due: due, succeeded: nil, reason: "interrupted before it was begun")
                results.append(result)
                say(result)
                continue
            }
            let ending: Result<Platforms.Result, GatewayError>
            (ending, isInterrupted) = await Interruption.cancels { [platforms] in
                (await Outcome.of(due, platforms) { progress.show($0) }, Task.isCancelled)
            }
            progress.end()
            let result = try ending.get()
            results.append(result)
            say(result)
        }
        return results
    }

    private func say(_ result: Platforms.Result) {
        let sign: Sign = result.succeeded.map { $0 ? .good : .bad } ?? .note
        output.line("\(sign.text(in: output.form)) \(result.sentence)")
    }

    /// Makes a change of one link, has the platforms carry it out as far as it is this user's to do, and answers with the link.
    func carryOut(
        _ change: Change, _ options: ChangeOptions, folder: MeshFolder
    ) async throws {
        let platforms = await platforms(folder)
        var results: [Platforms.Result] = []
        try await carryOut([change], options, workspaces: folder.workspaces) { reader in
            guard let id = try reader.decidedLink(change), let link = try reader.subscription(id) else { return nil }
            return try tree(of: link, in: reader)
        } afterwards: {
            results = try await carryOut(platforms.due(after: [change]), platforms)
        }
        let failed = results.count { $0.succeeded == false }
        if failed > 0 { throw Failure.unfinished(failed) }
    }

    /// `active`; where a platform has a part in it, how far that is: `active, granting`.
    func standingInWords(of link: Subscription) throws(ReadError) -> String {
        let standing = link.standing(at: now).rawValue
        return try reader.platformAccess(of: link, at: now).map { "\(standing), \($0.words)" } ?? standing
    }

    /// A link with all that is known of it: what was written about it, its standing, and what platforms say.
    func tree(of link: Subscription, in reader: any MeshReader) throws(ReadError) -> Tree {
        let full = try reader.spelledOut(link)
        let standings = try reader.platforms(of: link, at: now)
        let tree = full.tree(at: now)
        guard let worst = standings.map(\.access).max() else { return tree }
        return tree.adding([
            "access": .text(worst.rawValue),
            "platforms": .list(
                standings.map { standing in
                    .map([
                        "template_id": .text(standing.provision.template.text),
                        "state": .text(standing.access.rawValue), "last": standing.last?.tree ?? .null,
                    ])
                }),
        ])
    }
}

/// What running one hook came to, as a value that leaves its task.
private enum Outcome {
    static func of(
        _ due: Platforms.Due, _ platforms: Platforms,
        onProgress: @escaping @Sendable (ProvisionProgress) -> Void
    ) async -> Result<Platforms.Result, GatewayError> {
        do throws(GatewayError) {
            return .success(try await platforms.run(due, onProgress: onProgress))
        } catch {
            return .failure(error)
        }
    }
}
