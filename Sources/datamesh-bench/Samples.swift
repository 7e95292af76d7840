/// How long each of many took, in milliseconds.
struct Samples {
    private var times: [Double] = []
    private(set) var total = 0.0

    var count: Int { times.count }
    var rate: Double { Double(count) / total * 1000 }

    mutating func add(_ time: Double) {
        times.append(time)
        total += time
    }

    func part(_ share: Double) -> Double { times.sorted()[min(count - 1, Int(Double(count) * share))] }
}
