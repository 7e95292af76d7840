import ArgumentParser
import Glibc
import Threads

/// The program: reads the command line, runs one command, and ends with its status.
@main
enum Main {
    /// Where everything asynchronous runs. What blocks, such as a disk or a browser, has threads of its own.
    static let thread = WorkerThread()

    static func main() {
        Task.detached(executorPreference: thread) { await run() }
        MainThread.serve()
    }

    private static func run() async -> Never {
        // A reader that leaves early is no fault, and a file-size limit is an error like any other.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        let arguments = ArgumentOrder.ordered(Array(CommandLine.arguments.dropFirst()))
        do {
            var command = try parse(arguments)
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
            OpenMesh.tellNotices()
            exit(ExitStatus.done.rawValue)
        } catch {
            OpenMesh.tellNotices()
            exit(end(with: error, arguments))
        }
    }

    /// The command that the words mean. To browse is most of what is asked, and needs no tree of all other commands: that costs 3 ms
    /// before a screen is seen.
    private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        if arguments.first?.hasPrefix("-") ?? true, let browse = try? BrowseCommand.parse(arguments) { return browse }
        return try DatameshCommand.parseAsRoot(arguments)
    }

    /// Says why a command ended early.
    private static func end(with error: any Error, _ arguments: [String]) -> Int32 {
        if let failure = Failure(error) {
            if let sentence = failure.sentence { Stream.errors.complain(sentence) }
            return failure.status.rawValue
        }
        // The parser's own: help, a version, a completion script, or wrong usage.
        let code = DatameshCommand.exitCode(for: error).rawValue
        if code != 0, let unknown = ArgumentOrder.unknownCommand(arguments) {
            Stream.errors.complain(unknown)
            return code
        }
        var message = DatameshCommand.fullMessage(for: error)
        if message.hasPrefix("Error: ") { message = "datamesh: " + message.dropFirst("Error: ".count) }
        (code == 0 ? Stream.output : Stream.errors).write(lines: message)
        return code
    }
}
