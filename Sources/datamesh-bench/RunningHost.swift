import ArgumentParser
import Glibc
import MeshBroker
import MeshModel

/// A daemon of our own, and the host's file that it was started with.
final class RunningHost {
    static let first: DataProduct.ID = DataProduct.ID(slugging: "p0") ?? { preconditionFailure("p0 is a slug") }()

    let configuration: String
    let socket: String
    private let place: String
    private let process: pid_t

    init(_ datameshd: String, at place: String) throws {
        self.place = place
        configuration = place + "/config.yaml"
        socket = place + "/datameshd.sock"
        let user = unsafe getpwuid(geteuid()).map { unsafe String(cString: $0.pointee.pw_name) } ?? "root"
        let group = unsafe getgrgid(getegid()).map { unsafe String(cString: $0.pointee.gr_name) } ?? "root"
        try Shell.write(
            """
            socket: \(socket)
            user: \(user)
            meshes:
              main:
                folder: \(place)/main
                readers: \(group)
            roles:
              steward: [\(user)]
            connections_per_user: 4000
            """, to: configuration)
        // Before everybody's sessions, as its unit starts it.
        process = try Shell.start(
            (geteuid() == 0 ? ["nice", "-n", "-10"] : []) + [datameshd, "--config", configuration]
                + (geteuid() == 0 ? ["--allow-root"] : []), errors: place + "/log")
        for _ in 0..<400 where unsafe access(socket, F_OK) != 0 { usleep(10_000) }
    }

    /// A domain, and so many products in it.
    func prepare(products: Int) throws {
        let user = unsafe getpwuid(geteuid()).map { unsafe String(cString: $0.pointee.pw_name) } ?? "root"
        guard let domain = Domain.ID("sales") else { return }
        var changes = [Change.registerDomain(Domain(id: domain, name: "Sales", owner: user))]
        for number in 0..<products {
            var facts = ProductFacts()
            facts.domain = domain
            facts.owner = user
            changes.append(.createProduct(ProductDraft(id: DataProduct.ID("p\(number)") ?? Self.first, facts: facts)))
        }
        let connection = try Connection(socket)
        try connection.greet()
        connection.send(RequestBytes.commit(changes, 2))
        while true {
            guard let body = try connection.take() else { continue }
            guard RequestBytes.isReceipt(body) else { throw ValidationError("the mesh cannot be prepared") }
            return
        }
    }

    func stop() {
        kill(process, SIGTERM)
        waitpid(process, nil, 0)
    }

    /// Bytes of all journals.
    var journalBytes: Int {
        (1...999).reduce(0) { sum, number in
            var facts = stat()
            return unsafe stat("\(place)/main/journal-\(number)", &facts) == 0 ? sum + Int(facts.st_size) : sum
        }
    }

    var memory: String { "\(privateDirty(of: process)) kB private" }

    var descriptors: Int { Shell.names(in: "/proc/\(process)/fd") }
}

/// The kernel's own account of a process, in kB.
func privateDirty(of process: Int32) -> Int {
    guard let file = unsafe fopen("/proc/\(process)/smaps_rollup", "r") else { return 0 }
    defer { unsafe _ = fclose(file) }
    var bytes = [CChar](repeating: 0, count: 8192)
    let count = unsafe fread(&bytes, 1, bytes.count - 1, file)
    let text = String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let line = text.split(separator: "\n").first { $0.hasPrefix("Private_Dirty") } ?? ""
    return line.split(separator: " ").compactMap { Int($0) }.first ?? 0
}
