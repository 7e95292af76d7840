import Glibc
import MeshModel

@testable import MeshStore

/// A small mesh with changed bytes whose checks agree: whatever they say, whoever reads it is answered or refused, soon, and in little memory.
///
/// Built by `.ci/fuzz` alone. An input is the number of a file and then changes of six bytes each, so that inputs stay small and every one of
/// them gets behind the checks.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzStore(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: data, count: size))
    guard let first = input.first else { return 0 }
    let file = HostileFile.allCases[Int(first) % HostileFile.allCases.count]
    var bytes = file.bytes(of: Base.disk)
    for start in stride(from: 1, through: input.count - 6, by: 6) {
        HostileFile.change(&bytes, Array(input[start..<start + 6]))
    }
    file.seal(&bytes)
    if file == .carried { readCarried(bytes) } else { read(Base.disk.moment, file.name, bytes) }
    return 0
}

/// The mesh that is changed: the kept one of format 1, and what carries it.
private enum Base {
    static let disk: SimulatedDisk = {
        let disk = SimulatedDisk(isShared: true)
        let path = unsafe getenv("DATAMESH_FUZZ_MESH").map { unsafe String(cString: $0) } ?? "."
        do {
            let source = try RealDisk(path)
            try disk.createFolder(Confidences.folder, mode: 0o700)
            for name in try source.names().filter({ $0 != Confidences.folder && $0 != "private" }) + [Confidences.name]
            {
                let file = try source.open(name, writing: false)
                let bytes = try file.readWhole(Int(file.status().length), at: 0)
                try disk.create(name, mode: 0o600).writeWhole(bytes, at: 0)
            }
            carried = try carry(Folder(disk))
        } catch { fatalError("the mesh to begin with cannot be read: \(error)") }
        return disk
    }()

    nonisolated(unsafe) static var carried: [UInt8] = []

    private static func carry(_ folder: Folder) throws(StoreError) -> [UInt8] {
        var (export, bytes) = (try MeshExport(folder), [UInt8]())
        while let piece = try export.next() { bytes += piece }
        return bytes
    }
}

private enum HostileFile: CaseIterable {
    case snapshot, journal, current, watermark, facts, carried

    var name: String {
        switch self {
        case .snapshot: "snapshot-1"
        case .journal: "journal-2"
        case .current: Current.name
        case .watermark: Watermark.name
        case .facts: Confidences.name
        case .carried: ""
        }
    }

    func bytes(of disk: SimulatedDisk) -> [UInt8] {
        unsafe self == .carried ? Base.carried : disk.bytes(name) ?? []
    }

    private static let numbers: [UInt64] = [
        0, 1, 2, 31, 32, 63, 64, 255, 4095, 4096, 65535, 65536, 1 << 20, 1 << 30, 1 << 31, 1 << 32 - 1, 1 << 32,
        1 << 61,
        1 << 62, 1 << 63 - 4096, 1 << 63 - 1, 1 << 63, .max - 4095, .max,
    ]

    /// Where, what, and with which number: somewhere in the file or near its beginning.
    static func change(_ bytes: inout [UInt8], _ step: [UInt8]) {
        guard !bytes.isEmpty else { return }
        let reach = step[3] & 0x80 == 0 ? bytes.count : min(bytes.count, 2048)
        let place = (Int(step[0]) | Int(step[1]) << 8 | Int(step[2]) << 16) % reach
        let number = numbers[Int(step[4]) % numbers.count]
        switch step[3] & 7 {
        case 0: bytes[place] = step[5]
        case 1: put(number, 2, place, &bytes)
        case 2: put(number, 4, place & ~3, &bytes)
        case 3: put(number, 8, place & ~7, &bytes)
        case 4: if bytes.count > 16 { bytes.removeLast(min(bytes.count - 16, Int(step[5]))) }
        case 5: bytes[place] &+= step[5]
        case 6: put(UInt64(step[4]) | UInt64(step[5]) << 8, 4, place & ~3, &bytes)
        default:
            // A stretch from elsewhere: sections that overlap, a frame twice.
            let count = min(64, bytes.count - place)
            let target = Int(step[4]) * 64 % bytes.count
            for index in 0..<min(count, bytes.count - target) { bytes[target + index] = bytes[place + index] }
        }
    }

    private static func put(_ number: UInt64, _ size: Int, _ place: Int, _ bytes: inout [UInt8]) {
        guard place + size <= bytes.count else { return }
        for index in 0..<size { bytes[place + index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
    }

    /// Makes the checks agree as far as the file's own numbers lead.
    func seal(_ bytes: inout [UInt8]) {
        func head(_ length: Int) {
            if bytes.count >= length { Self.put(xxh64(bytes, 0..<length - 8), 8, length - 8, &bytes) }
        }
        switch self {
        case .snapshot: Self.sealSnapshot(&bytes)
        case .journal:
            head(JournalHeader.length)
            Self.sealFrames(&bytes)
        case .current: head(Current.length)
        case .watermark: head(Watermark.size)
        case .facts: break
        case .carried:
            head(CarriedHead.length)
            Self.sealBlocks(&bytes)
        }
    }

    private static func sealSnapshot(_ bytes: inout [UInt8]) {
        guard bytes.count > 4096 else { return }
        let table = bytes.integer(UInt64.self, at: 72)
        if table <= UInt64(bytes.count), table >= 4096 {
            let table = Int(table)
            let block = bytes.integer(UInt32.self, at: 8) == 1 ? 65536 : 4096
            for (index, start) in stride(from: 4096, to: table, by: block).enumerated() {
                put(xxh64(bytes, start..<min(start + block, table)), 8, table + 8 * index, &bytes)
            }
            put(xxh64(bytes, table..<bytes.count), 8, 80, &bytes)
        }
        put(xxh64(bytes, 0..<4088), 8, 4088, &bytes)
    }

    private static func sealFrames(_ bytes: inout [UInt8]) {
        guard bytes.count > JournalHeader.length else { return }
        let salt = bytes.integer(UInt64.self, at: 72)
        var (place, chain) = (JournalHeader.length, bytes.integer(UInt64.self, at: 56))
        while bytes.count - place >= 40 {
            let length = Int(bytes.integer(UInt32.self, at: place + 4))
            guard length >= 40, length <= bytes.count - place else { return }
            put(chain, 8, place + 8, &bytes)
            chain = xxh64(bytes, place..<place + length - 8, seed: salt)
            put(chain, 8, place + length - 8, &bytes)
            place += length
        }
    }

    private static func sealBlocks(_ bytes: inout [UInt8]) {
        guard bytes.count > CarriedHead.length else { return }
        var (place, check) = (CarriedHead.length, bytes.integer(UInt64.self, at: CarriedHead.length - 8))
        while bytes.count - place >= 16 {
            let length = Int(bytes.integer(UInt32.self, at: place))
            let end = length == 0 ? 24 : 8 + length
            guard end + 8 <= bytes.count - place else { return }
            check = xxh64(bytes, place..<place + end, seed: check)
            put(check, 8, place + end, &bytes)
            place += end + 8
        }
    }
}

private func readCarried(_ bytes: [UInt8]) {
    var rest = bytes[...]
    _ = try? StoreGateway.look(into: "carried") { (count) throws(StoreError) in
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
}

/// All that anybody does with a mesh: read it, search it, look whether it is whole, write into it.
private func read(_ moment: SimulatedDisk.Moment, _ name: String, _ bytes: [UInt8]) {
    let disk = SimulatedDisk(moment, isShared: true)
    disk.overwrite(name) { $0 = bytes }
    _ = try? Examination(disk)
    guard let folder = try? Folder(disk, knowing: ProductIndex.Part.all), let view = try? folder.view() else { return }
    _ = try? view.scan(7, limit: 100)
    let mesh = StoreGateway(folder, actor: Actor(user: "owner", ownsMesh: true)) { Instant(milliseconds: 1000) }
    if let reader = try? mesh.reader() {
        for text in ["", "or", "orders", "~ods", "tag:daily", "!owner:bob domain:web quality<99"] {
            let query = ProductQuery(parsing: text)
            _ = try? reader.facets(query, at: Instant(milliseconds: 1000))
            for key in ProductOrder.Key.allCases {
                guard var search = try? reader.search(query, order: ProductOrder(key), at: Instant(milliseconds: 1000))
                else { continue }
                for _ in 0..<8 where search.unseen > 0 { try? search.advance(64) }
                _ = try? search.page(0..<20)
            }
        }
    }
    guard var writer = try? folder.writer() else { return }
    _ = try? writer.commit([
        .init(time: 1, actor: [], request: [1], changes: [], writes: [.init(StoredKey(7, [1]), [2])])
    ])
    try? writer.compact()
}
