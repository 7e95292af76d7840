import Glibc
import Subprocess

/// The variables that every hook sees: where programs are, where the user's own files are, and the language; and those that a hook names.
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

    /// - Parameter names: Of variables of this process that are handed on where they are set.
    func subprocess(with names: [String]) -> Environment {
        var variables: [Environment.Key: String] = ["PATH": path, "HOME": home, "LANG": language]
        for name in names {
            let key = Environment.Key(stringLiteral: name)
            if variables[key] == nil { variables[key] = Self.variable(name) }
        }
        return .custom(variables)
    }
}
