/// Numbers to be written as lists: gathered in any order of lists, ascending within each.
struct ListBuffer {
    private var pairs: [UInt64] = []
    private let count: Int

    init(count: Int) { self.count = count }

    mutating func add(_ number: UInt32, to list: Int) { pairs.append(UInt64(list) << 32 | UInt64(number)) }

    consuming func append(to writer: inout SnapshotWriter) throws(StoreError) {
        var starts = [UInt32](repeating: 0, count: count + 1)
        for pair in pairs { starts[Int(pair >> 32) + 1] += 1 }
        for list in 0..<count { starts[list + 1] += starts[list] }
        var numbers = [UInt32](repeating: 0, count: pairs.count)
        var next = starts
        for pair in pairs {
            let list = Int(pair >> 32)
            numbers[Int(next[list])] = UInt32(truncatingIfNeeded: pair)
            next[list] += 1
        }
        try writer.append(numbers: starts)
        try writer.append(numbers: numbers)
    }
}
