import Glibc
import Testing

/// Screens as they were approved, one file each. `DATAMESH_RECORD=1` writes them anew; the difference is then read like any other.
func expectScreen(
    _ name: String, _ screen: String, sourceLocation: SourceLocation = #_sourceLocation, file: String = #filePath
) {
    let folder = file.split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/Screens"
    let path = "\(folder)/\(name).txt"
    if unsafe getenv("DATAMESH_RECORD") != nil {
        _ = unsafe mkdir(folder, 0o755)
        guard let stream = unsafe fopen(path, "w") else {
            Issue.record("\(path) cannot be written", sourceLocation: sourceLocation)
            return
        }
        unsafe fputs(screen + "\n", stream)
        unsafe fclose(stream)
        return
    }
    guard let stream = unsafe fopen(path, "r") else {
        Issue.record("there is no approved screen \(name)", sourceLocation: sourceLocation)
        return
    }
    defer { unsafe fclose(stream) }
    var bytes: [UInt8] = []
    while case let byte = unsafe fgetc(stream), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    let approved = String(decoding: bytes, as: UTF8.self)
    #expect(screen + "\n" == approved, "\(name) looks otherwise:\n\(screen)", sourceLocation: sourceLocation)
}
