internal import CLinux
internal import Glibc
internal import MeshModel
internal import SystemPackage

extension ServerLoop {
    /// How many are let in before the others are served again.
    private static let mostAtOnce = 64

    func accept() {
        for _ in 0..<Self.mostAtOnce {
            let answer = accept4(
                listener.number, nil, nil, Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue))
            guard answer >= 0 else {
                switch Errno(rawValue: errno) {
                case .wouldBlock: return
                case .interrupted, .connectionAbort: continue
                // No descriptor or memory is left: whoever waits goes on waiting, and is not asked about until some may be free.
                default: return pauseAccepting()
                }
            }
            admit(Socket(owning: answer))
        }
    }

    private func admit(_ socket: consuming Socket) {
        let peer: Peer
        // Whom the kernel does not name is nobody.
        do throws(Errno) { peer = try socket.peer() } catch { return }
        if let refusal = door.enter(peer) { return turnAway(socket, peer, refusal) }
        sessions += 1
        let session = ServerSession(
            peer: peer, host: options.host, meshes: names, isReadOnly: options.isReadOnly, limits: options.limits,
            at: now)
        let link = Link(sessions, socket, session)
        do throws(Errno) { try poller.add(link.socket.number, link.number, .input) } catch {
            door.leave(peer)
            return pauseAccepting()
        }
        links[link.number] = link
        timed[link.number] = link
        ledger.count { $0.opened() }
        events.post(.opened(session: link.number, uid: peer.uid, pid: peer.pid))
    }

    private func turnAway(_ socket: borrowing Socket, _ peer: Peer, _ sentence: String) {
        // The socket is new, so that one frame always fits.
        _ = try? socket.write(Answer(0, .turnedAway(sentence)).frame, from: 0)
        ledger.count { $0.limited += 1 }
        events.post(.limited(uid: peer.uid, sentence: sentence))
    }

    private func pauseAccepting() {
        guard pause == nil else { return }
        poller.remove(listener.number)
        pause = now + .milliseconds(500)
    }

    func resumeAccepting() {
        guard pause != nil else { return }
        pause = nil
        do throws(Errno) { try poller.add(listener.number, Self.listening, .input) } catch {
            pause = now + .milliseconds(500)
        }
    }

    func close(_ link: Link, _ reason: String) {
        guard links.removeValue(forKey: link.number) != nil else { return }
        poller.remove(link.socket.number)
        timed[link.number] = nil
        if door.leave(link.session.peer) { lastLong[link.uid] = nil }
        ledger.count { $0.sessions -= 1 }
        events.post(.closed(session: link.number, uid: link.uid, reason: reason))
        if pause != nil { resumeAccepting() }
    }
}
