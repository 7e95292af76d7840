import Glibc
import Subprocess

/// The three variables that a hook sees: where programs are, where the user's own files are, and the language.
///
/// Whatever else stands in the environment of a session (tokens, proxies, loader settings) is not handed on.
package struct HookEnvironment: Equatable, Sendable {
    package var path: String
    package var home: String
    package var language: String

    package init(path: String, home: String, language: String) {
        self.path = path
        self.home = home
        self.language = language
    }

    package static var ofThisProcess: HookEnvironment {
        HookEnvironment(
            path: variable("PATH") ?? "/usr/local/bin:/usr/bin:/bin", home: variable("HOME") ?? "/",
            language: variable("LANG") ?? "C.UTF-8")
    }

    private static func variable(_ name: String) -> String? {
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }

    var subprocess: Environment { .custom(["PATH": path, "HOME": home, "LANG": language]) }
}
