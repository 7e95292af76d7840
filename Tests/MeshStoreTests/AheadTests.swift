import Dispatch
import Synchronization
import Testing
import Threads

/// What is made on a thread of its own ahead of whoever takes it.
struct AheadTests {
    @Test func `everything arrives, in its order, and behind the last there is nothing`() {
        let numbers = Ahead(by: 3) { put in
            for number in 0..<1000 where !put(number) { return }
        }
        var taken: [Int] = []
        while let number = numbers.next() { taken.append(number) }
        #expect(taken == Array(0..<1000))
        #expect(numbers.next() == nil && numbers.next() == nil)
    }

    @Test func `no more is made ahead than may wait`() {
        let made = Atomic(0)
        let numbers = Ahead(by: 3) { put in
            repeat { made.add(1, ordering: .sequentiallyConsistent) } while put(0)
        }
        for taken in 1...50 {
            #expect(numbers.next() == 0)
            // One more is in the maker's hands, and the one that was taken left its room.
            #expect(made.load(ordering: .sequentiallyConsistent) <= taken + 4)
        }
    }

    @Test func `where nobody takes any more, making ends`() {
        let end = DispatchSemaphore(value: 0)
        do {
            let numbers = Ahead(by: 2) { put in
                while put(0) {}
                end.signal()
            }
            #expect(numbers.next() == 0)
        }
        #expect(end.wait(timeout: .now() + 60) == .success)
    }
}
