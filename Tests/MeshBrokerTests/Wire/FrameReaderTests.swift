import Testing

@testable import MeshBroker

@Suite struct `A reader of frames` {
    @Test(arguments: 1..<9) func `finds the frames however the bytes come`(_ step: Int) throws {
        let bodies: [[UInt8]] = [[1], [2, 2], Array(repeating: 3, count: 300), [4]]
        let stream = bodies.flatMap(FrameReader.frame)
        var reader = FrameReader(limit: 300)
        var found: [[UInt8]] = []
        for start in stride(from: 0, to: stream.count, by: step) {
            reader.append(stream[start..<min(start + step, stream.count)])
            while let body = try reader.next() { found.append(body) }
        }
        #expect(found == bodies)
        #expect(reader.isEmpty)
    }

    @Test func `refuses a length before a byte of the frame has come`() throws {
        func first(_ header: [UInt8]) throws(WireError) -> [UInt8]? {
            var reader = FrameReader(limit: 1 << 20)
            reader.append(header)
            return try reader.next()
        }
        #expect(throws: WireError.empty) { try first([0, 0, 0, 0]) }
        #expect(throws: WireError.tooLong(1 << 20 | 1, limit: 1 << 20)) { try first([1, 0, 16, 0]) }
        #expect(throws: WireError.tooLong(0xffff_ffff, limit: 1 << 20)) { try first([255, 255, 255, 255]) }
        #expect(try first([0, 0, 16, 0]) == nil)
        #expect(try first([0, 0, 16]) == nil)
    }
}
