internal import CLinux
internal import Glibc
internal import MeshModel
internal import SystemPackage

extension ServerLoop {
    /// How many are let in before the others are served again.
    private static let mostAtOnce = 64
    private static let overflow: UInt32 = 65_534

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
        guard peer.uid != Self.overflow, peer.uid != .max else {
            return turnAway(socket, peer, "\(IdentityRefusal.nobody(uid: peer.uid))")
        }
        let count = connections[peer.uid, default: 0]
        guard count < options.connectionsPerUser else {
            return turnAway(
                socket, peer,
                "uid \(peer.uid) has \(count) connections, as many as one user may have; close some of them")
        }
        guard links.count < options.connections else {
            return turnAway(
                socket, peer, "\(links.count) connections are open, as many as there may be; try again later")
        }
        sessions += 1
        let session = ServerSession(
            peer: peer, host: options.host, meshes: names, isReadOnly: options.isReadOnly, limits: options.limits,
            at: now)
        let link = Link(sessions, socket, session)
        do throws(Errno) { try poller.add(link.socket.number, link.number, .input) } catch { return pauseAccepting() }
        links[link.number] = link
        timed[link.number] = link
        connections[peer.uid] = count + 1
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
        let left = connections[link.uid, default: 1] - 1
        connections[link.uid] = left == 0 ? nil : left
        if left == 0 { lastLong[link.uid] = nil }
        ledger.count { $0.sessions -= 1 }
        events.post(.closed(session: link.number, uid: link.uid, reason: reason))
        if pause != nil { resumeAccepting() }
    }
}
