internal import MeshModel

/// Gathers which links somebody has to do with, by word: see `LinkIndex`.
struct LinkBuffer {
    private var table = ByteTable()
    private var places: [(word: UInt32, place: UInt32)] = []
    private var requested: [UInt32] = []

    mutating func add(_ link: ProductStream.Link) {
        // Product, port and consumer, parted by zeros.
        let consumer = link.key.split(separator: 0).last ?? []
        add(link.place, to: LinkIndex.word(.consumer, consumer))
        add(link.place, to: LinkIndex.word(.requester, link.requestedBy))
        if link.state == .requested { requested.append(link.place) }
    }

    /// Consumers by their owners.
    mutating func add(consumersOf records: RecordReading) throws(StoreError) {
        var cursor = try records.view.cursor(RecordKind.consumer.rawValue)
        var place: UInt32 = 0
        while let record = try cursor.next() {
            let consumer = try records.decode(Consumer.self, record)
            add(place, to: LinkIndex.word(.owner, ArraySlice(consumer.owner.utf8)))
            place += 1
        }
    }

    private mutating func add(_ place: UInt32, to word: [UInt8]) {
        places.append((UInt32(table.number(word.span)), place))
    }

    consuming func append(to writer: inout SnapshotWriter) throws(StoreError) {
        let order = table.sorted()
        var ranks = [UInt32](repeating: 0, count: order.count)
        for (rank, word) in order.enumerated() { ranks[word] = UInt32(rank) }
        try writer.begin(ProductIndex.Part.linkWords, isRequired: false)
        try writer.append(dictionary: table, order)
        var lists = ListBuffer(count: order.count)
        for (word, place) in places { lists.add(place, to: Int(ranks[Int(word)])) }
        try writer.begin(ProductIndex.Part.links, isRequired: false)
        try lists.append(to: &writer)
        try writer.begin(ProductIndex.Part.requested, isRequired: false)
        try writer.append(numbers: requested)
    }
}

extension SnapshotWriter {
    /// A count, where each word ends counted from the first one's begin, and the words.
    mutating func append(dictionary table: ByteTable, _ order: [Int]) throws(StoreError) {
        var offsets: [UInt32] = [UInt32(order.count), 0]
        var place: UInt32 = 0
        for number in order {
            place += UInt32(table.length(number))
            offsets.append(place)
        }
        try append(numbers: offsets)
        for number in order { try append(Array(table[number])) }
    }
}
