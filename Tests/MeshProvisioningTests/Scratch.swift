import Glibc
import MeshModel
import Synchronization

@testable import MeshProvisioning

/// A folder of its own for a test, gone with this value.
final class Scratch: Sendable {
    let path: String

    init() throws {
        let template = "/tmp/datamesh-provisioning-XXXXXX"
        var bytes = Array(template.utf8CString)
        let made = unsafe bytes.withUnsafeMutableBufferPointer { buffer -> Bool in
            guard let start = buffer.baseAddress else { return false }
            return unsafe mkdtemp(start) != nil
        }
        guard made else { throw FileFailure(name: template, reason: "cannot be made") }
        path = String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { removeTree(path) }

    /// Writes a file into the folder and gives its path.
    @discardableResult
    func write(_ name: String, _ content: String) throws -> String {
        try Directory.open(path).write(name, Array(content.utf8), mode: 0o644)
        return path + "/" + name
    }

    func read(_ name: String) throws -> String {
        var folder = try Directory.open(path)
        let parts = name.split(separator: "/").map(String.init)
        for part in parts.dropLast() {
            guard let next = try folder.folder(part, creating: nil) else {
                throw FileFailure(name: part, reason: "is missing")
            }
            folder = next
        }
        return String(decoding: try folder.read(parts[parts.count - 1], limit: 1 << 24) ?? [], as: UTF8.self)
    }

    func mode(_ name: String) -> UInt16? {
        var status = stat()
        guard unsafe lstat(path + "/" + name, &status) == 0 else { return nil }
        return UInt16(status.st_mode & 0o7777)
    }
}

/// Removes a folder with all that is in it, and follows no link.
private func removeTree(_ path: String) {
    if unsafe unlink(path) == 0 { return }
    guard let folder = unsafe opendir(path) else { return }
    while let entry = unsafe readdir(folder) {
        let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        if name != ".", name != ".." { removeTree(path + "/" + name) }
    }
    _ = unsafe closedir(folder)
    _ = unsafe rmdir(path)
}

/// What a program printed, and how it ended.
struct ToolResult: Equatable {
    var ending: HookRunner.Ending
    var output: String
}

/// Runs a program of this host with the environment of the test.
func run(_ argv: String..., in folder: String = "/", seconds: Int64 = 3600) async -> ToolResult {
    let lines = Mutex<[String]>([])
    let ending = await HookRunner(environment: .ofThisProcess, grace: .seconds(1)).run(
        InfrastructureTemplate.Hook(event: .status, argv: argv, timeLimitSeconds: seconds), in: folder
    ) { line in lines.withLock { $0.append(line) } }
    return ToolResult(ending: ending, output: lines.withLock { $0 }.joined(separator: "\n"))
}

/// Whether a program can be started here; a test that needs it is skipped otherwise.
func has(_ program: String) -> Bool {
    HookEnvironment.ofThisProcess.path.split(separator: ":").contains { unsafe access("\($0)/\(program)", X_OK) == 0 }
}
