import CLinux
import Glibc

/// How many columns a scalar takes, after the C library's table: −1 for what cannot be printed.
///
/// ncurses asks the same table, so both always agree. `wcwidth` looks at the locale of the calling thread; to be
/// independent of what the user exported, a locale of our own is lent to the thread for the one call.
func columns(of scalar: Unicode.Scalar) -> Int {
    if scalar.value >= 0x20 && scalar.value < 0x7F { return 1 }
    guard let locale = unsafe utf8Locale else { return 1 }
    let before = unsafe uselocale(locale)
    defer { unsafe uselocale(before) }
    return Int(wcwidth(wchar_t(bitPattern: scalar.value)))
}

/// Built into the C library since 2.35. Where it is missing the screen is in ASCII mode, in which every cell is one
/// column wide. Safe from any thread: made once, before its first use, and never changed.
private nonisolated(unsafe) let utf8Locale: locale_t? = unsafe newlocale(LC_CTYPE_MASK, "C.UTF-8", nil)
