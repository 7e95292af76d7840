internal import MeshModel

/// One round of work: short changes of everybody, one long request, one confirmation by the disk, then previews.
extension ServerLoop {
    /// A request of more bytes than this is long.
    private static let short = 1 << 16
    private static let mostOfOneSession = 16
    private static let mostOfARound = 1024
    private static let mostBytesOfARound = 1 << 18
    /// For previews, after which changes come first again.
    private static let previewing = Duration.milliseconds(5)

    private struct Staged {
        var link: Link
        var job: ServerSession.Job
        var request: ChangeRequest
    }

    func carryOut() throws(GatewayError) {
        guard !ready.isEmpty else { return }
        round += 1
        let rotation = ready
        ready.removeAll(keepingCapacity: true)
        for link in rotation { link.isReady = false }

        var staged: [String: [Staged]] = [:]
        var (count, bytes) = (0, 0)
        var long: Link?
        for link in rotation where links[link.number] != nil {
            for _ in 0..<Self.mostOfOneSession {
                guard count < Self.mostOfARound, bytes < Self.mostBytesOfARound, let head = link.session.head else {
                    break
                }
                if head.size > Self.short {
                    if long.map({ lastLong[link.uid, default: 0] < lastLong[$0.uid, default: 0] }) ?? true {
                        long = link
                    }
                    break
                }
                guard head.kind == .commit, let job = take(link) else { break }
                stage(job, link, in: &staged)
                count += 1
                bytes += head.size
            }
        }
        if let long, long.session.head?.kind == .commit, let job = take(long) { stage(job, long, in: &staged) }
        for name in names {
            if let staged = staged[name] { try commit(staged, to: name) }
        }
        look(rotation)
        if let long, let head = long.session.head, head.kind != .commit, head.size > Self.short, let job = take(long) {
            answer(job, long)
        }
        if let long { lastLong[long.uid] = round }
        // Whoever was not served stands before whoever was.
        for link in rotation where link.lastServed != round { follow(link) }
        for link in rotation where link.lastServed == round { follow(link) }
    }

    private func take(_ link: Link) -> ServerSession.Job? {
        let job = link.session.take(at: now)
        if job != nil { link.lastServed = round }
        return job
    }

    private func stage(_ job: ServerSession.Job, _ link: Link, in staged: inout [String: [Staged]]) {
        guard case .commit(let request) = job.work else { return answer(job, link) }
        staged[link.session.mesh, default: []].append(Staged(link: link, job: job, request: request))
    }

    private func commit(_ staged: [Staged], to name: String) throws(GatewayError) {
        guard let mesh = meshes[name] else { return }
        let results: [Result<Receipt, GatewayError>]
        do throws(GatewayError) { results = try mesh.commit(staged.map(\.request)) } catch {
            events.post(.failed(mesh: name, sentence: "\(error)"))
            throw error
        }
        precondition(results.count == staged.count, "a mesh answers every request")
        let now = now
        for (staged, result) in zip(staged, results) {
            let link = staged.link
            let microseconds = staged.job.since.duration(to: now).microseconds
            ledger.count { $0.answered(result, microseconds: microseconds) }
            let actor = staged.request.actor
            switch result {
            case .success(let receipt):
                link.session.answer(staged.job.correlation, .receipt(receipt), at: now)
                guard receipt.changed else { continue }
                events.post(
                    .committed(
                        mesh: name, revision: receipt.revision.number, user: actor.user, uid: link.uid,
                        pid: link.session.peer.pid, changes: staged.request.changes.count, microseconds: microseconds))
            case .failure(let error):
                link.session.answer(staged.job.correlation, .failure(error), at: now)
                events.post(.refused(mesh: name, user: actor.user, uid: link.uid, sentence: "\(error)"))
            }
        }
        ledger.count { $0.rounds += 1 }
        ledger.note(name, mesh.revision)
    }

    /// Previews and what is no change, a little of them each round.
    private func look(_ rotation: [Link]) {
        let start = now
        for link in rotation where links[link.number] != nil {
            guard start.duration(to: now) < Self.previewing else { return }
            guard let head = link.session.head, head.kind != .commit, head.size <= Self.short else { continue }
            if let job = take(link) { answer(job, link) }
        }
    }

    private func answer(_ job: ServerSession.Job, _ link: Link) {
        let content: Answer.Content
        switch job.work {
        case .commit: preconditionFailure("a change is answered when it is durable")
        case .preview(let changes, let actor):
            ledger.count { $0.previews += 1 }
            switch meshes[link.session.mesh]?.preview(changes, by: actor) {
            case .success(let consequences): content = .consequences(consequences)
            case .failure(let error): content = .failure(error)
            case nil: preconditionFailure("a session is of a mesh that is served")
            }
        case .status:
            var status = ledger.status(isReadOnly: options.isReadOnly, at: now)
            for index in status.meshes.indices { status.meshes[index].figures = figures(status.meshes[index].name) }
            content = .status(status)
        }
        link.session.answer(job.correlation, content, at: now)
    }
}
