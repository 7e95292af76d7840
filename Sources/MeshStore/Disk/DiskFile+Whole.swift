internal import SystemPackage

extension DiskFile {
    /// The bytes at `offset`, fewer only where the file ends.
    func readWhole(_ count: Int, at offset: UInt64) throws(DiskError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            do throws(DiskError) {
                let more = try read(upTo: count - bytes.count, at: offset + UInt64(bytes.count))
                if more.isEmpty { break }
                if bytes.isEmpty { bytes = more } else { bytes += more }
            } catch {
                guard error.code == .interrupted else { throw error }
            }
        }
        return bytes
    }

    /// Writes every byte, or fails; how much was written before it failed is not known.
    func writeWhole(_ bytes: [UInt8], at offset: UInt64) throws(DiskError) {
        var written = 0
        while written < bytes.count {
            do throws(DiskError) {
                let more = try unsafe write(
                    bytes.span.extracting(written..<bytes.count).bytes, at: offset + UInt64(written))
                // A disk that takes nothing and reports nothing would be asked for ever.
                guard more > 0 else { throw DiskError(.ioError) }
                written += more
            } catch {
                guard error.code == .interrupted else { throw error }
            }
        }
    }
}
