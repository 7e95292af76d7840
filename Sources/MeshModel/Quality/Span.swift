/// A length of time in its largest fitting unit, as rows and sentences say it: `45 m`, `3 h`, `9 d`, `5 w`.
public func span(_ seconds: Double) -> String {
    let size = abs(seconds)
    let (unit, name): (Double, String) =
        switch size {
        case ..<60: (1, "s")
        case ..<3600: (60, "m")
        case ..<(2 * 86_400): (3600, "h")
        case ..<(35 * 86_400): (86_400, "d")
        case ..<(730 * 86_400): (604_800, "w")
        default: (365.25 * 86_400, "y")
        }
    return "\(plainNumber((seconds / unit).rounded())) \(name)"
}
