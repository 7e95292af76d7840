extension SimulatedDisk.Moment {
    /// The disks a power cut at this moment may leave: of all that was not synced, any part may have arrived.
    ///
    /// Writes arrive in sectors of 64 bytes. Every subset where there are at most `limit` parts; else every prefix, and
    /// unless `draws` is 0 every single part, all but one, and so many drawn by lot.
    func afterPowerCut(exhaustiveTo limit: Int = 7, draws: Int = 12) -> [Self] {
        var parts: [(file: Int?, index: Int, sector: Int)] = []
        for (file, content) in files.sorted(by: { $0.key < $1.key }) {
            for (index, change) in content.pending.enumerated() {
                for sector in 0..<change.sectors { parts.append((file, index, sector)) }
            }
        }
        parts += pendingNames.indices.map { (nil, $0, 0) }
        return Self.subsets(of: parts.count, exhaustiveTo: limit, draws: draws).map { kept in
            var image = self
            image.boot += 1
            image.names = durableNames
            for (file, content) in files {
                var bytes = content.durable
                for (place, part) in parts.enumerated() where part.file == file && kept.contains(place) {
                    content.pending[part.index].sector(part.sector).apply(to: &bytes)
                }
                image.files[file] = .init(cached: bytes, durable: bytes, mode: content.mode)
            }
            for (place, part) in parts.enumerated() where part.file == nil && kept.contains(place) {
                for (name, file) in pendingNames[part.index] { image.names[name] = file }
            }
            // A name in a folder whose own name was lost cannot be found any more.
            image.names = image.names.filter { name, _ in
                let folder = SimulatedDisk.folder(of: name)
                return folder.isEmpty || image.names[folder] != nil
            }
            image.durableNames = image.names
            image.pendingNames = []
            return image
        }
    }

    private static func subsets(of count: Int, exhaustiveTo limit: Int, draws: Int) -> [Set<Int>] {
        if count <= limit {
            return (0..<1 << count).map { bits in Set((0..<count).filter { bits >> $0 & 1 == 1 }) }
        }
        var subsets: [Set<Int>] = (0...count).map { Set(0..<$0) }
        guard draws > 0 else { return subsets }
        subsets += (0..<count).map { [$0] }
        subsets += (0..<count).map { Set(0..<count).subtracting([$0]) }
        var lot = Lot(seed: UInt64(count))
        subsets += (0..<draws).map { _ in Set((0..<count).filter { _ in Bool.random(using: &lot) }) }
        return subsets
    }
}

extension SimulatedDisk.Change {
    fileprivate var sectors: Int {
        switch self {
        case .write(_, let bytes): max(1, (bytes.count + 63) / 64)
        case .truncate: 1
        }
    }

    fileprivate func sector(_ index: Int) -> Self {
        switch self {
        case .write(let offset, let bytes):
            .write(offset: offset + 64 * index, bytes: Array(bytes.dropFirst(64 * index).prefix(64)))
        case .truncate: self
        }
    }
}

/// Numbers that look drawn by lot and are the same in every run (splitmix64).
struct Lot: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
