import Documents
import MeshModel
import Threads

/// The records of a long text of lines with what each says, read ahead on a thread of their own.
///
/// Making out what a record says takes most of the time. That thread does so for every other piece, and whoever asks for the rest.
struct RecordsAhead {
    enum Record: Sendable {
        case stated(StatedProduct, place: Range<Int>)
        /// What is wrong with its line.
        case unreadable(Problem)
    }

    private enum Item: Sendable {
        case record(Record)
        case node(Node, place: Range<Int>)
    }

    /// Lines that may be long: a piece ends with so many records, or behind so many bytes.
    private static let length = (records: 256, bytes: 1 << 20)

    private let pieces: Ahead<Result<[Item], FormatError>>
    private var piece: [Item] = []
    private var place = 0
    private let stated: @Sendable (Node) -> StatedProduct

    init(_ text: LongText, options: ImportOptions, source: String) {
        let stated: @Sendable (Node) -> StatedProduct = { node in
            StatedProduct(node, path: "", file: text.name, options: options, source: source)
        }
        self.stated = stated
        pieces = Ahead(by: 4) { put in
            var records = LineRecords(text.file, budget: options.budget)
            var isOdd = false
            while true {
                var piece: [Item] = []
                var bytes = 0
                do throws(FormatError) {
                    while piece.count < Self.length.records, bytes < Self.length.bytes,
                        let record = try records.next()
                    {
                        bytes += records.place.count
                        switch record {
                        case .unreadable(let problem): piece.append(.record(.unreadable(problem)))
                        case .node(let node) where isOdd:
                            piece.append(.record(.stated(stated(node), place: records.place)))
                        case .node(let node): piece.append(.node(node, place: records.place))
                        }
                    }
                } catch {
                    _ = put(.failure(error))
                    return
                }
                guard !piece.isEmpty, put(.success(piece)) else { return }
                isOdd.toggle()
            }
        }
    }

    /// Nil at the end.
    mutating func next() throws(FormatError) -> Record? {
        if place == piece.count {
            guard let next = pieces.next() else { return nil }
            piece = try next.get()
            place = 0
        }
        defer { place += 1 }
        switch piece[place] {
        case .record(let record): return record
        case .node(let node, let place): return .stated(stated(node), place: place)
        }
    }
}
