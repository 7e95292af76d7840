import Glibc
import MeshBroker
import MeshFormats
import MeshModel
import MeshStore
import Synchronization

/// The daemon put together: the meshes of the host's file, the socket, who is who, and what happens beside.
struct Daemon {
    let path: String
    let configuration: HostConfiguration
    let log: Log

    init(configuration path: String, log: Log) throws(StartFailure) {
        self.path = path
        self.log = log
        do {
            guard let found = try HostConfiguration.read(at: path) else {
                throw StartFailure(
                    "\(path) is not there; the package brings one, and its comments say what belongs in it")
            }
            configuration = found
        } catch let failure as StartFailure { throw failure } catch { throw StartFailure("\(error)") }
    }

    /// Serves until it is told to stop. What is thrown before the socket is there is why it does not start.
    func serve() throws(StartFailure) {
        raiseDescriptorLimit()
        var stores: [String: SharedStore] = [:]
        var sides: [String: Side] = [:]
        for mesh in configuration.meshes {
            let store = try open(mesh)
            stores[mesh.name] = store
            sides[mesh.name] = try Side(mesh, configuration, log)
        }
        let socket = try ListeningSocket(path: configuration.socket)
        defer { socket.remove() }
        let accounts = HostAccounts { [configuration] in configuration.roles(of: $0, groups: $1) }
        let link = ServerLink()
        let server = makeServer(socket, stores, sides, accounts, link)
        link.set(server)
        takeSignals(server, accounts, sides)
        for side in sides.values { side.outbox.start() }
        ServiceManager.tell("READY=1")
        log.say(
            .info, "serving",
            ["socket": configuration.socket, "meshes": configuration.meshes.map(\.name).joined(separator: ",")])
        defer {
            for side in sides.values {
                side.outbox.end()
                side.compaction.end()
            }
        }
        do throws(GatewayError) { try server.run() } catch {
            throw StartFailure(error.description, status: 1)
        }
        for (name, store) in stores {
            do throws(StoreError) { try store.flush() } catch {
                throw StartFailure("\(name): \(error.description)", status: 1)
            }
        }
        log.say(.info, "stopped")
    }

    /// What runs beside one mesh.
    private struct Side: Sendable {
        let outbox: Outbox
        let compaction: Compaction

        init(_ mesh: HostConfiguration.Mesh, _ configuration: HostConfiguration, _ log: Log) throws(StartFailure) {
            do throws(StoreError) {
                outbox = try Outbox(mesh: mesh.name, folder: mesh.folder, configuration: configuration, log: log)
            } catch { throw StartFailure(error.description) }
            compaction = Compaction(mesh: mesh.name, folder: mesh.folder, log: log)
        }
    }

    /// Opens a mesh for writing, making an empty one where there is none.
    private func open(_ mesh: HostConfiguration.Mesh) throws(StartFailure) -> SharedStore {
        do throws(StoreError) {
            if unsafe access(mesh.folder + "/CURRENT", F_OK) != 0 {
                try StoreGateway.create(
                    path: mesh.folder, sharedWith: mesh.readers,
                    confidentialTo: mesh.confidential.isEmpty ? nil : mesh.confidential)
                log.say(.info, "created", ["mesh": mesh.name, "folder": mesh.folder])
            }
            let store = try SharedStore(path: mesh.folder, clock: WallClock.now)
            log.say(
                .info, "opened_mesh", ["mesh": mesh.name, "revision": "\(store.revision.number)", "head": store.head])
            return store
        } catch {
            throw StartFailure("mesh \(mesh.name): \(error.description)")
        }
    }

    private func makeServer(
        _ socket: ListeningSocket, _ stores: [String: SharedStore], _ sides: [String: Side], _ accounts: HostAccounts,
        _ link: ServerLink
    ) -> BrokerServer {
        var options = BrokerServer.Options(host: Self.hostName)
        options.isReadOnly = configuration.isReadOnly
        options.connectionsPerUser = configuration.connectionsPerUser
        return BrokerServer(
            listening: socket.descriptor, meshes: stores, options: options,
            resolve: { peer, _, answer in accounts.actor(for: peer, answer) },
            figures: { mesh in
                var figures = stores[mesh]?.figures.texts ?? [:]
                if let side = sides[mesh] {
                    figures.merge(side.outbox.status) { $1 }
                    figures.merge(side.compaction.status) { $1 }
                }
                return figures
            },
            events: { [log] event in
                log.say(event)
                guard let server = link.server else { return }
                switch event {
                case .committed(let mesh, _, _, _, _, _, _):
                    sides[mesh]?.outbox.ring()
                    server.perform(on: mesh) { store in
                        if let store = store as? SharedStore { sides[mesh]?.compaction.consider(store, on: server) }
                    }
                case .refused(let mesh, _, _, _):
                    // Nobody has waited for this: it is on record within a moment all the same, and lengthens the journal, too.
                    server.perform(on: mesh) { store in
                        guard let store = store as? SharedStore else { return }
                        Self.flush(store, log)
                        sides[mesh]?.compaction.consider(store, on: server)
                    }
                case .opened, .closed, .violated, .limited, .failed, .missed: break
                }
            })
    }

    private static func flush(_ store: SharedStore, _ log: Log) {
        do throws(StoreError) { try store.flush() } catch {
            log.say(.error, "refusals_not_recorded", ["reason": error.description])
            if case .uncertain = error {
                log.finish()
                exit(1)
            }
        }
    }

    private func takeSignals(_ server: BrokerServer, _ accounts: HostAccounts, _ sides: [String: Side]) {
        Signals.take { [path, log] number in
            guard number == SIGHUP else {
                log.say(.info, "stopping", ["signal": "\(number)"])
                ServiceManager.tell("STOPPING=1")
                server.stop()
                return
            }
            do {
                guard let read = try HostConfiguration.read(at: path) else {
                    return log.say(.warning, "not_reloaded", ["reason": "\(path) is gone; what it said still holds"])
                }
                accounts.setRoles { read.roles(of: $0, groups: $1) }
                for side in sides.values { side.outbox.configure(read) }
                log.say(
                    .info, "reloaded", ["what": "roles, notify, escalation_days; the rest holds from the next start"])
            } catch {
                log.say(.warning, "not_reloaded", ["reason": "\(error); what it said before still holds"])
            }
        }
    }

    private func raiseDescriptorLimit() {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        unsafe _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard unsafe gethostname(&name, name.count - 1) == 0 else { return "" }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// The server, for those who are made before it.
private final class ServerLink: Sendable {
    private let held = Mutex<BrokerServer?>(nil)

    var server: BrokerServer? { held.withLock { $0 } }

    func set(_ server: BrokerServer) { held.withLock { $0 = server } }
}

extension StoreFigures {
    /// By the names of `datamesh status --json`.
    fileprivate var texts: [String: String] {
        [
            "journal": "\(journal)", "journal_bytes": "\(journalBytes)", "journal_frames": "\(frames)",
            "snapshot": "\(snapshot)", "snapshot_bytes": "\(snapshotBytes)",
        ]
    }
}
