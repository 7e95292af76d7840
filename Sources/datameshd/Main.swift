import ArgumentParser
import Glibc
import MeshFormats
import MeshStore

@main
struct DatameshDaemon: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datameshd", abstract: "The one writer of the meshes of a shared host.",
        discussion: """
            Reads the host's file, opens its meshes, and serves their users on a Unix socket: who they are says the kernel. Everybody else only
            reads the files. Runs in the foreground; SIGTERM ends it when what it has begun is done, SIGHUP reads roles and notify again. What
            happens is told on standard error, a line an event.

            Exit status: 0 stopped; 1 the disk did not confirm, start again; 2 it cannot start.
            """,
        version: "0.1.0", subcommands: [Serve.self, Snapshot.self], defaultSubcommand: Serve.self)

    struct Serve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "serve",
            abstract: "Serve the meshes of the host's file; what is done when nothing else is said.")

        @Option(help: ArgumentHelp("The host's file.", valueName: "file")) var config = HostConfiguration.path
        @Flag(help: "Say whether the file is in order, and end.") var check = false
        @Flag(help: "Serve as root, although a user of its own would do: for trials.") var allowRoot = false

        func run() {
            Signals.block()
            let log = Log()
            do throws(StartFailure) {
                let daemon = try Daemon(configuration: config, log: log)
                if check {
                    print("\(config) is in order: \(daemon.configuration.meshes.map(\.name).joined(separator: ", "))")
                    return
                }
                guard geteuid() != 0 || allowRoot else {
                    throw StartFailure(
                        "datameshd does not run as root: start it as \(daemon.configuration.user), as the package's unit does"
                    )
                }
                try daemon.serve()
                log.finish()
            } catch {
                log.say(.error, "cannot_serve", ["reason": error.sentence])
                log.finish()
                Glibc.exit(error.status)
            }
        }
    }

    /// What the daemon starts to compact a mesh while it serves.
    struct Snapshot: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "snapshot",
            abstract: "Write a mesh's newest revision as a snapshot beside it, for the daemon to take over.",
            shouldDisplay: false)

        @Argument(help: "The mesh's folder.") var folder: String

        func run() {
            // Commits come first: the daemon may have been started before everybody else, and hands that down.
            _ = nice(20)
            do throws(StoreError) { print(try SharedStore.writeSnapshot(path: folder)) } catch {
                print(error.description)
                Glibc.exit(2)
            }
        }
    }
}
