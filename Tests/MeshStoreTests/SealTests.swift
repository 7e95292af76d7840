import MeshModel
import SystemPackage
import Testing

@testable import MeshStore

/// The chain of SHA-256 over the frames: what it proves, and what it finds.
struct SealTests {
    /// FIPS 180-4's examples, and lengths around the edges of a block.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 is what the standard says`(_ text: String, _ digest: String) {
        #expect(Self.hex(SHA256.digest(Array(text.utf8))) == digest)
    }

    @Test func `and of a million letters, taken in stretches that fit no block`() {
        var hash = SHA256()
        for _ in 0..<1000 { hash.update([UInt8](repeating: UInt8(ascii: "a"), count: 1000)) }
        #expect(Self.hex(hash.finish()) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test(arguments: [1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1000])
    func `taken in stretches it is the same`(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        for cut in [0, 1, count / 2, count] {
            var hash = SHA256()
            hash.update(Array(bytes[..<cut]))
            hash.update(Array(bytes[cut...]))
            #expect(hash.finish() == SHA256.digest(bytes))
        }
    }

    static func hex(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// Six commits and a note, a compaction after the third.
    static func story() throws -> (SimulatedDisk, Folder) {
        let disk = try Story.disk()
        let folder = try Folder(disk)
        for number in 1...6 {
            try Story.commit(folder, on: disk)
            if number == 3 { try Story.compact(folder) }
            if number == 4 { try NoteTests.note(folder, "no") }
        }
        return (disk, folder)
    }

    @Test func `a whole chain is proven from its first frame, across a compaction`() throws {
        let (disk, folder) = try Self.story()
        let report = try folder.verifyChain()
        #expect(report.firstBreak == nil)
        #expect((report.first, report.last) == (1, 6))
        #expect(report.proven == 7 && report.unsealed == 0)
        let journal = try #require(disk.bytes("journal-2"))
        let last = try #require(Self.frames(journal).last)
        #expect(report.head == Self.hex(SHA256.digest(Array(journal[last]))))
    }

    @Test func `a roll-over keeps it`() throws {
        let (disk, folder) = try Self.story()
        disk.fail(.init(at: 0, code: .ioError, nextSync: true))
        #expect(throws: StoreError.self) { try Story.commit(folder, on: disk) }
        disk.failNoMore()
        try Story.commit(folder, on: disk)
        let report = try folder.verifyChain()
        #expect(report.firstBreak == nil && report.last == 7 && report.proven == 8)
    }

    static func frames(_ journal: [UInt8]) -> [Range<Int>] {
        var frames: [Range<Int>] = []
        var place = JournalHeader.length
        while place + 8 <= journal.count {
            let length = Int(journal.integer(UInt32.self, at: place + 4))
            frames.append(place..<place + length)
            place += length
        }
        return frames
    }

    /// Changes a frame's text and mends every check that somebody without the past could mend: its own, and the links behind it.
    static func forge(_ journal: inout [UInt8], frame number: Int, _ change: (inout [UInt8], Range<Int>) -> Void) {
        let salt: UInt64 = journal.integer(at: 72)
        let frames = Self.frames(journal)
        change(&journal, frames[number])
        var chain: UInt64?
        for frame in frames[number...] {
            if let chain { Self.put(chain, at: frame.lowerBound + 8, in: &journal) }
            let check = xxh64(journal, frame.lowerBound..<frame.upperBound - 8, seed: salt)
            put(check, at: frame.upperBound - 8, in: &journal)
            chain = check
        }
    }

    static func put(_ value: UInt64, at place: Int, in bytes: inout [UInt8]) {
        for i in 0..<8 { bytes[place + i] = UInt8(truncatingIfNeeded: value >> UInt64(8 * i)) }
    }

    @Test func `a frame that was altered, with every check mended, is found at the next`() throws {
        let (disk, _) = try Self.story()
        let mended = try Self.mendWatermark(disk, journal: "journal-1") { journal in
            Self.forge(&journal, frame: 1) { bytes, frame in
                // The word "alice" of the second commit.
                let place = (frame.lowerBound..<frame.upperBound - 5).first {
                    Array(bytes[$0..<$0 + 5]) == Array("alice".utf8)
                }
                bytes[place ?? frame.lowerBound] = UInt8(ascii: "m")
            }
        }
        let report = try mended.verifyChain()
        #expect(report.firstBreak?.revision == 3)
        #expect(report.firstBreak?.file == "disk/journal-1")
        #expect(report.firstBreak?.finding.contains("another frame") ?? false, "\(report)")
    }

    @Test func `an older copy of a journal is found where the next one continues it`() throws {
        let (disk, _) = try Self.story()
        let mended = try Self.mendWatermark(disk, journal: "journal-1") { journal in
            journal.removeSubrange(Self.frames(journal)[2])
        }
        let report = try mended.verifyChain()
        #expect(report.firstBreak?.revision == 3)
        #expect(report.firstBreak?.finding.contains("ends before") ?? false, "\(report)")
    }

    @Test func `a frame taken out, or two exchanged, is found`() throws {
        for swap in [false, true] {
            let (disk, _) = try Self.story()
            let mended = try Self.mendWatermark(disk, journal: "journal-1") { journal in
                let frames = Self.frames(journal)
                let (second, third) = (Array(journal[frames[1]]), Array(journal[frames[2]]))
                journal.replaceSubrange(
                    frames[1].lowerBound..<frames[2].upperBound, with: swap ? third + second : third)
            }
            let report = try mended.verifyChain()
            #expect(report.firstBreak?.revision == 2, "\(report)")
        }
    }

    /// An unknown field is passed over: whoever renames a frame's seal makes it a frame of before seals were kept.
    @Test func `a seal that was taken away is a break, however much was mended`() throws {
        let (disk, _) = try Self.story()
        disk.overwrite("journal-1") { journal in
            Self.forge(&journal, frame: 2) { bytes, frame in
                let head: [UInt8] = [8, 0, 0, 0, 32, 0, 0, 0]
                let place = frame.first { bytes[$0...].starts(with: head) }
                bytes[place ?? frame.lowerBound] = 99
            }
        }
        try Self.follow(disk)
        let report = try Folder(disk).verifyChain()
        #expect(report.firstBreak?.revision == 3 && report.firstBreak?.file == "disk/journal-1", "\(report)")
        #expect(report.firstBreak?.finding.contains("no seal") ?? false, "\(report)")
    }

    /// The journal behind is empty: no frame is sealed over the last one, but the snapshot is.
    @Test(arguments: [false, true]) func `the frame that a snapshot ends with is proven by the snapshot`(
        _ earlierIsGone: Bool
    ) throws {
        let disk = try Story.disk(3)
        try Story.compact(Folder(disk))
        if earlierIsGone {
            // Then the first frame behind must be sealed over it.
            try Story.commit(Folder(disk), on: disk)
            try disk.remove("journal-1")
            #expect(try Folder(disk).verifyChain().firstBreak == nil)
            disk.overwrite("journal-2") { journal in
                Self.forge(&journal, frame: 0) { bytes, frame in
                    let head: [UInt8] = [8, 0, 0, 0, 32, 0, 0, 0]
                    let place = frame.first { bytes[$0...].starts(with: head) } ?? frame.lowerBound
                    bytes[place + 8] ^= 1
                }
            }
        } else {
            #expect(try Folder(disk).verifyChain().firstBreak == nil)
            disk.overwrite("journal-1") { journal in
                Self.forge(&journal, frame: 2) { bytes, frame in bytes[frame.lowerBound + 40] ^= 1 }
            }
            try Self.follow(disk)
        }
        let report = try Folder(disk).verifyChain()
        #expect(report.firstBreak?.revision == (earlierIsGone ? 4 : 3), "\(report)")
    }

    /// Makes journal-2 and the snapshot continue an altered journal-1, with every check mended.
    static func follow(_ disk: SimulatedDisk) throws {
        let earlier = try #require(disk.bytes("journal-1"))
        let chain: UInt64 = earlier.integer(at: try #require(frames(earlier).last).upperBound - 8)
        disk.overwrite("snapshot-1") { snapshot in
            put(chain, at: 48, in: &snapshot)
            put(xxh64(snapshot, 0..<4088), at: 4088, in: &snapshot)
        }
        disk.overwrite("journal-2") { journal in
            put(chain, at: 56, in: &journal)
            put(xxh64(journal, 0..<120), at: 120, in: &journal)
            guard !frames(journal).isEmpty else { return }
            forge(&journal, frame: 0) { bytes, frame in put(chain, at: frame.lowerBound + 8, in: &bytes) }
        }
    }

    /// The disk with one journal altered, opened afresh.
    static func mendWatermark(
        _ disk: SimulatedDisk, journal: String, _ change: (inout [UInt8]) -> Void
    ) throws -> Folder {
        disk.overwrite(journal, change)
        return try Folder(disk)
    }
}
