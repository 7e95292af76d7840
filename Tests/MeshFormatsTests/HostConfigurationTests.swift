import Documents
import MeshFormats
import MeshModel
import Testing

/// The host's file, as administrators write it, and as they should not.
@Suite struct HostConfigurationTests {
    private static func read(_ text: String) throws -> HostConfiguration {
        try HostConfiguration(reading: Array(text.utf8), file: "config.yaml")
    }

    private static let mesh = "meshes: {main: {folder: /var/lib/datamesh/main, readers: staff}}\n"

    @Test func `everything that can be said is read`() throws {
        let host = try Self.read(
            """
            socket: /run/x/y.sock
            user: mesh
            meshes:
              main: {folder: /srv/main, readers: staff, confidential: keepers}
              lab-2: {folder: /srv/lab, readers: lab, confidential: ""}
            roles: {steward: [alice, "@stewards"], analyst: ["@analysts"], platform: []}
            notify: [/usr/bin/tell, --port, 25, ""]
            escalate_after_days: 9
            connections_per_user: 3
            read_only: true
            """)
        var expected = HostConfiguration(meshes: [
            .init(name: "main", folder: "/srv/main", readers: "staff", confidential: "keepers"),
            .init(name: "lab-2", folder: "/srv/lab", readers: "lab"),
        ])
        expected.socket = "/run/x/y.sock"
        expected.user = "mesh"
        expected.roles = ["steward": ["alice", "@stewards"], "analyst": ["@analysts"], "platform": []]
        expected.notify = ["/usr/bin/tell", "--port", "25", ""]
        expected.escalationDays = 9
        expected.connectionsPerUser = 3
        expected.isReadOnly = true
        #expect(host == expected)
        #expect(host.mesh(named: "lab-2")?.readers == "lab")
        #expect(host.mesh(named: "lab") == nil)
    }

    @Test func `what is not said is as the package installs it`() throws {
        let host = try Self.read(Self.mesh)
        #expect(host.socket == "/run/datamesh/datameshd.sock")
        #expect(host.user == "datamesh")
        #expect(host.meshes[0].confidential == "")
        #expect(host.roles == [:])
        #expect(host.notify == [])
        #expect(host.escalationDays == Inbox.escalationDays)
        #expect(host.connectionsPerUser == 64)
        #expect(!host.isReadOnly)
    }

    @Test func `the file that the package installs is read, and says what is so without it`() throws {
        let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()
        let bytes = try #require(SharedData.read(root + "/Sources/datameshd/Package/config.yaml"))
        let host = try HostConfiguration(reading: bytes, file: "config.yaml")
        var expected = HostConfiguration(meshes: [
            .init(name: "main", folder: "/var/lib/datamesh/main", readers: "datamesh-readers")
        ])
        expected.roles = ["steward": [], "governance": [], "platform": []]
        #expect(host == expected)
    }

    @Test func `a role is held by name or by group, and a group's name alone is a user's`() throws {
        let host = try Self.read(
            Self.mesh + "roles: {steward: [alice, '@ops'], platform: ['@ops', '@lab'], analyst: [lab]}")
        #expect(host.roles(of: "alice", groups: []) == ["steward"])
        #expect(host.roles(of: "bob", groups: ["ops"]) == ["steward", "platform"])
        #expect(host.roles(of: "carol", groups: ["lab"]) == ["platform"])
        #expect(host.roles(of: "lab", groups: []) == ["analyst"])
        #expect(host.roles(of: "ops", groups: ["alice"]) == [])
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var text: String
        var sentence: String
        var testDescription: String { text }

        init(_ text: String, _ sentence: String) {
            self.text = text
            self.sentence = sentence
        }
    }

    private static let folder = "where an absolute path without . and .. is expected, such as /var/lib/datamesh/main"

    static let mistakes = [
        Mistake("", "line 1, column 1: there is no value; the text is empty"),
        Mistake("# nothing\n", "line 1, column 1: there is no value; the text is empty"),
        Mistake("- main", "line 1, column 1: is a list, where a map is expected"),
        Mistake(
            "user: x",
            "line 1, column 1: meshes is missing; state at least one mesh by its name, with folder and readers"),
        Mistake(
            "meshes: {}",
            "line 1, column 9: meshes is missing; state at least one mesh by its name, with folder and readers"),
        Mistake(
            "meshes: [main]",
            "line 1, column 9: meshes is a list, where a map of names is expected, such as {main: {folder: /var/lib/datamesh/main, readers: staff}}"
        ),
        Mistake("meshes: {main: /a}", "line 1, column 16: meshes.main is a string, where a map is expected"),
        Mistake("meshes: {main: }", "line 1, column 16: meshes.main is null, where a map is expected"),
        Mistake(
            "meshes: {Main: {folder: /a, readers: b}}",
            "line 1, column 10: meshes.Main is the name of no mesh, where a name of small letters, digits, '.', '_' and '-', such as sales_orders is expected"
        ),
        Mistake(
            "meshes: {main: {folder: var, readers: b}}", "line 1, column 25: meshes.main.folder is \"var\", \(folder)"),
        Mistake(
            "meshes: {main: {folder: /a/../b, readers: b}}",
            "line 1, column 25: meshes.main.folder is \"/a/../b\", \(folder)"),
        Mistake(
            "meshes: {main: {folder: \"/a\\u001b[2J\", readers: b}}",
            #"line 1, column 25: meshes.main.folder is "/a\u001b[2J", which holds a control character"#),
        Mistake("meshes: {main: {folder: /, readers: b}}", "line 1, column 25: meshes.main.folder is \"/\", \(folder)"),
        Mistake(
            "meshes: {main: {readers: b}}",
            "line 1, column 10: meshes.main.folder is missing; an absolute path is expected"),
        Mistake(
            "meshes: {main: {folder: /a}}",
            "line 1, column 10: meshes.main.readers is missing; the name of a group is expected"),
        Mistake(
            "meshes: {main: {folder: /a, readers: '@b'}}",
            "line 1, column 38: meshes.main.readers is \"@b\", where the name of a group is expected, without the @"),
        Mistake(
            "meshes: {main: {foldr: /a, folder: /a, readers: b}}",
            "line 1, column 17: meshes.main.foldr is not known here; did you mean folder? Known are folder, readers, confidential"
        ),
        Mistake(
            "meshes:\n  a: {folder: /a, readers: b}\n  a: {folder: /b, readers: b}",
            "line 3, column 3: the key \"a\" stands here a second time; first at line 2, column 3"),
        Mistake(
            "meshes:\n  a: {folder: /a, readers: b}\n  b: {folder: /a/b, readers: b}",
            "line 3, column 15: meshes.b.folder is, holds or lies in that of a; each needs a folder of its own"),
        Mistake(mesh + "mesh: x", "line 2, column 1: mesh is not known here; did you mean meshes? Known are \(keys)"),
        Mistake(mesh + "\"\\e[2J\": x", #"line 2, column 1: \u001b[2J is not known here; known are \#(keys)"#),
        Mistake(mesh + "user: [a]", "line 2, column 7: user is a list, where text is expected"),
        Mistake(mesh + "user: a b", "line 2, column 7: user is \"a b\", where the name of a user is expected"),
        Mistake(
            mesh + "user: a\nuser: b",
            "line 3, column 1: the key \"user\" stands here a second time; first at line 2, column 1"),
        Mistake(mesh + "socket: run/x", "line 2, column 9: socket is \"run/x\", \(folder)"),
        Mistake(
            mesh + "socket: /" + String(repeating: "s", count: 107),
            "line 2, column 9: socket is 108 bytes long; 107 is the most"),
        Mistake(
            mesh + "roles: [steward]",
            "line 2, column 8: roles is a list, where a map of roles is expected, such as {steward: [alice, \"@stewards\"]}"
        ),
        Mistake(
            mesh + "roles: {Steward: []}",
            "line 2, column 9: roles.Steward is the name of no role, where a name of small letters, digits, '.', '_' and '-', such as sales_orders is expected"
        ),
        Mistake(
            mesh + "roles: {steward: alice}",
            "line 2, column 18: roles.steward is a string, where a list of users and @groups is expected"),
        Mistake(
            mesh + "roles: {steward: [alice, ['x']]}",
            "line 2, column 26: roles.steward[1] is a list, where text is expected"),
        Mistake(
            mesh + "roles: {steward: ['@']}",
            "line 2, column 19: roles.steward[0] is \"@\", where a user, or a group as \"@group\" is expected"),
        Mistake(
            mesh + "roles: {steward: ['@@ops']}",
            "line 2, column 19: roles.steward[0] is \"@@ops\", where a user, or a group as \"@group\" is expected"),
        Mistake(
            mesh + "roles: {steward: [@ops]}",
            "line 2, column 19: found character that cannot start any token; a value that begins with it stands in quotes"
        ),
        Mistake(
            mesh + "notify: /bin/tell",
            "line 2, column 9: notify is a string, where a list of words of a command is expected"),
        Mistake(
            mesh + "notify: [tell, me]",
            "line 2, column 10: notify[0] is \"tell\", where the absolute path of a program is expected, such as /usr/local/bin/tell"
        ),
        Mistake(
            mesh + "notify: [/bin/tell, \"a\\0b\"]",
            #"line 2, column 21: notify[1] is "a\u0000b", which holds a control character"#),
        Mistake(
            mesh + "escalate_after_days: 0",
            "line 2, column 22: escalate_after_days is \"0\", where a number of days from 1 to 3650 is expected"),
        Mistake(
            mesh + "escalate_after_days: soon",
            "line 2, column 22: escalate_after_days is \"soon\", where a number of days from 1 to 3650 is expected"),
        Mistake(
            mesh + "connections_per_user: 1e9",
            "line 2, column 23: connections_per_user is \"1e9\", where a number of connections from 1 to 4096 is expected"
        ),
        Mistake(mesh + "read_only: yes", "line 2, column 12: read_only is \"yes\", where true or false is expected"),
    ]

    private static let keys =
        "socket, user, meshes, roles, notify, escalate_after_days, connections_per_user, read_only"

    @Test(arguments: mistakes)
    func `a mistake is told with its place and what is expected`(_ mistake: Mistake) throws {
        let error = #expect(throws: FormatError.self) { try Self.read(mistake.text) }
        #expect(error?.description == "config.yaml, \(mistake.sentence)")
    }

    @Test func `all mistakes are told at once, in their order`() throws {
        let error = #expect(throws: FormatError.self) {
            try Self.read("read_only: 1\nmeshes: {main: {folder: a, readers: b}}\nuser: {}\n")
        }
        #expect(
            error?.description == """
                config.yaml, line 1, column 12: read_only is "1", where true or false is expected
                  config.yaml, line 2, column 25: meshes.main.folder is "a", \(Self.folder)
                  config.yaml, line 3, column 7: user is a map, where text is expected
                """)
    }

    @Test func `a file without end is refused before it is understood`() throws {
        let large = [UInt8](repeating: UInt8(ascii: "#"), count: HostConfiguration.longestFile + 1)
        #expect(throws: FormatError.self) { try HostConfiguration(reading: large, file: "x") }
        let tens = (1...9).map { level in
            "b\(level): &b\(level) [\(Array(repeating: "*b\(level - 1)", count: 10).joined(separator: ", "))]"
        }
        let bomb = (["b0: &b0 [1, 2]"] + tens).joined(separator: "\n")
        let error = #expect(throws: FormatError.self) { try Self.read(bomb) }
        #expect(error?.description.contains("more than 32768 values") == true)
    }
}
