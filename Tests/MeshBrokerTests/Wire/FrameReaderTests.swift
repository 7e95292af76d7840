import Testing

@testable import MeshBroker

@Suite struct `A reader of frames` {
    @Test(arguments: 1..<9) func `finds the frames however the bytes come`(_ step: Int) throws {
        let bodies: [[UInt8]] = [[1], [2, 2], Array(repeating: 3, count: 300), [4]]
        let stream = bodies.flatMap(FrameReader.frame)
        var reader = FrameReader(limit: 300)
        var found: [[UInt8]] = []
        for start in stride(from: 0, to: stream.count, by: step) {
            found += try reader.take(stream[start..<min(start + step, stream.count)])
        }
        #expect(found == bodies)
        #expect(!reader.isAmidFrame)
    }

    @Test func `refuses a length before a byte of the frame has come`() throws {
        var reader = FrameReader(limit: 1 << 20)
        #expect(throws: WireError.empty) { try reader.take([0, 0, 0, 0]) }
        reader = FrameReader(limit: 1 << 20)
        #expect(throws: WireError.tooLong(1 << 20 | 1, limit: 1 << 20)) { try reader.take([1, 0, 16, 0]) }
        reader = FrameReader(limit: 1 << 20)
        #expect(throws: WireError.tooLong(0xffff_ffff, limit: 1 << 20)) { try reader.take([255, 255, 255, 255]) }
        reader = FrameReader(limit: 1 << 20)
        #expect(try reader.take([0, 0, 16, 0]) == [])
        #expect(reader.isAmidFrame)
    }
}
