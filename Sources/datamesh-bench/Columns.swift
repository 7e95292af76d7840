/// Texts and numbers as columns of a table.
func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}

func hundredths(_ ratio: Double) -> String {
    guard ratio.isFinite else { return "–" }
    let number = Int((ratio * 100).rounded())
    return "\(number / 100).\(number / 10 % 10)\(number % 10)"
}
