import Glibc

/// Why the daemon does not start, or cannot go on: a sentence, and the status the process ends with.
struct StartFailure: Error {
    var sentence: String
    var status: Int32 = 2

    init(_ sentence: String, status: Int32 = 2) {
        self.sentence = sentence
        self.status = status
    }
}
