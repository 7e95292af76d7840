import Glibc

/// What the user's terminal is said to understand.
enum Locale {
    /// Source: POSIX.1-2017, chapter 8.2: the first of these that is set decides.
    static var isUTF8: Bool {
        let value = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(MeshFolder.environment).first ?? ""
        let name = value.lowercased()
        return name.contains("utf-8") || name.contains("utf8")
    }
}
