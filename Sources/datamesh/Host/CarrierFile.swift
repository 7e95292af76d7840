import Glibc
import MeshStore

/// The file that carries a mesh, or a standard stream in its place. What is written has its name once it is whole and durable.
final class CarrierFile {
    /// For sentences.
    let name: String
    private let descriptor: Int32
    /// Where it is written until it is whole; nil: a stream, or a file that is read.
    private var aside: String?

    init(reading path: String) throws(Failure) {
        name = path == "-" ? "standard input" : path
        descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .refused("\(path) cannot be read: \(HostError.current)") }
    }

    init(writing path: String) throws(Failure) {
        name = path == "-" ? "standard output" : path
        guard path != "-" else {
            descriptor = STDOUT_FILENO
            guard !Stream.output.isTerminal else {
                throw .refused("a mesh is no text for a terminal; name a file, or direct the output into one")
            }
            return
        }
        guard unsafe access(path, F_OK) != 0 else {
            throw .refused("\(path) is there already; name a new file, or remove it first")
        }
        let aside = "\(path).\(getpid()).new"
        descriptor = unsafe open(aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600 as mode_t)
        guard descriptor >= 0 else { throw .refused("\(path) cannot be made: \(HostError.current)") }
        self.aside = aside
    }

    deinit {
        if let aside { unsafe _ = unlink(aside) }
        if descriptor > STDERR_FILENO { close(descriptor) }
    }

    /// Up to so many bytes, none at the end.
    func read(_ count: Int) throws(StoreError) -> [UInt8] {
        while true {
            var bytes = [UInt8](repeating: 0, count: count)
            let found = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, count) }
            if found >= 0 { return Array(bytes.prefix(found)) }
            guard errno == EINTR else { throw .failed(file: name, code: errno) }
        }
    }

    func write(_ bytes: [UInt8]) throws(StoreError) {
        guard aside != nil else { return Stream.output.write(bytes) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno == ENOSPC || errno == EDQUOT || errno == EFBIG {
                throw .full(file: name)
            } else if errno != EINTR {
                throw .failed(file: name, code: errno)
            }
        }
    }

    /// Makes what was written durable and gives it its name.
    func keep() throws(Failure) {
        guard let aside else { return }
        guard fsync(descriptor) == 0, unsafe rename(aside, name) == 0 else {
            throw .unusable("\(name) cannot be written: \(HostError.current)")
        }
        self.aside = nil
    }
}
