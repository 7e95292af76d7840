package import MeshModel

/// Requests as the bytes of frames, for whoever loads a server with more connections than a client of ours would hold.
package enum RequestBytes {
    package static func hello(_ mesh: String) -> [UInt8] {
        FrameReader.frame(Request(1, .hello(version: Request.version, mesh: mesh)).bytes)
    }

    package static func commit(_ changes: [Change], _ correlation: UInt64) -> [UInt8] {
        FrameReader.frame(Request(correlation, .commit(changes, requestID: .random(), agreed: nil)).bytes)
    }

    /// Whether the body of a frame tells of a change that was made.
    package static func isReceipt(_ body: some Collection<UInt8>) -> Bool { body.first == 3 }
}
