internal import MeshModel

extension Answer {
    /// The answer as a frame. What is longer than a frame holds is said in fewer words: a change that was made must not go unanswered.
    var frame: [UInt8] {
        let body = bytes
        guard body.count > FrameReader.longestAnswer else { return FrameReader.frame(body) }
        let shorter = Answer(correlation, content.abridged).bytes
        guard shorter.count > FrameReader.longestAnswer else { return FrameReader.frame(shorter) }
        return FrameReader.frame(Answer(correlation, .failure(.refused(Self.tooMuch))).bytes)
    }

    static let tooMuch = RuleViolation.conflict(
        what: "this batch", reason: "has more to be said of it than one answer holds; split it into several")
}

extension Answer.Content {
    fileprivate var abridged: Answer.Content {
        switch self {
        case .receipt(var receipt):
            receipt.consequences = receipt.consequences.abridged
            return .receipt(receipt)
        case .failure(.stale(let consequences)): return .failure(.stale(consequences.abridged))
        // What is agreed to must be seen whole.
        case .consequences, .failure, .welcome, .status, .stopping, .turnedAway:
            return .failure(.refused(Answer.tooMuch))
        }
    }
}

extension Consequences {
    /// As many items as surely fit, and how many more there are.
    fileprivate var abridged: Consequences {
        var shorter = self
        shorter.items = []
        var room = FrameReader.longestAnswer / 2
        for item in items {
            room -= item.subject.utf8.count + item.text.utf8.count + 32
            guard room > 0 else { break }
            shorter.items.append(item)
        }
        shorter.items.append(
            Consequence(
                .note, "this batch", "does \(items.count - shorter.items.count) more things than fit in one answer"))
        return shorter
    }
}
