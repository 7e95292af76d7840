import Glibc
import MeshModel
import Subprocess
import SystemPackage

/// Runs one hook: a program with its arguments, never a shell, in the workspace, as the caller.
///
/// The program leads a session of its own, away from the terminal, and reads nothing. When it ends, or is told to, everything that it started
/// and that stayed in its group is killed: a hook leaves no process behind.
struct HookRunner: Sendable {
    var environment: HookEnvironment
    var grace: Duration

    enum Ending: Equatable, Sendable {
        case exited(Int32)
        case signalled(Int32)
        case timedOut(seconds: Int64)
        case cancelled
        case cannotStart(String)

        var isSuccess: Bool { self == .exited(0) }

        var sentence: String {
            switch self {
            case .exited(let code): "exited with \(code)"
            case .signalled(let signal): "was ended by signal \(signal)"
            case .timedOut(let seconds): "was stopped: it ran longer than \(seconds) s"
            case .cancelled: "was stopped: cancelled"
            case .cannotStart(let reason): "could not be started: \(reason)"
            }
        }
    }

    private enum Event: Sendable {
        case ended
        case timeUp
    }

    /// - Parameter onLine: Each line as it is printed, on standard output or standard error.
    func run(
        _ hook: InfrastructureTemplate.Hook, in folder: String, onLine: @escaping @Sendable (String) -> Void
    ) async -> Ending {
        guard let program = hook.argv.first else { return .cannotStart("it names no program") }
        var options = PlatformOptions()
        options.createSession = true
        options.teardownSequence = teardown
        do {
            let result = try await Subprocess.run(
                executable(program, in: folder), arguments: Arguments(Array(hook.argv.dropFirst())),
                environment: environment.subprocess(with: hook.environment), workingDirectory: FilePath(folder),
                platformOptions: options,
                input: .none, output: .sequence, error: .combinedWithOutput
            ) { execution in
                let event = await listen(to: execution, seconds: hook.timeLimitSeconds, onLine)
                // The leader is not reaped before this returns, so its number cannot belong to anybody else yet.
                if event == .timeUp || Task.isCancelled { await execution.teardown(using: teardown) }
                _ = kill(-execution.processIdentifier.value, SIGKILL)
                return event
            }
            if Task.isCancelled { return .cancelled }
            if result.closureResult == .timeUp { return .timedOut(seconds: hook.timeLimitSeconds) }
            return switch result.terminationStatus {
            case .exited(let code): .exited(code)
            case .signaled(let signal): .signalled(signal)
            }
        } catch {
            return Task.isCancelled ? .cancelled : .cannotStart(visible("\(error)"))
        }
    }

    private var teardown: [TeardownStep] {
        [.send(signal: .terminate, toProcessGroup: true, allowedDurationToNextStep: grace)]
    }

    /// A name is looked for on the path; a relative path is a program of the workspace.
    private func executable(_ program: String, in folder: String) -> Executable {
        if program.hasPrefix("/") { return .path(FilePath(program)) }
        return program.contains("/") ? .path(FilePath(folder + "/" + program)) : .name(program)
    }

    /// Waits until the program has ended, the time is up, or the task is cancelled.
    private func listen<I: InputProtocol, E: ErrorOutputProtocol>(
        to execution: Execution<I, SequenceOutput, E>, seconds: Int64, _ onLine: @escaping @Sendable (String) -> Void
    ) async -> Event {
        await withTaskGroup(of: Event.self) { group in
            group.addTask {
                var lines = OutputLines()
                do {
                    for try await buffer in execution.standardOutput {
                        if Task.isCancelled { break }
                        let bytes = unsafe buffer.withUnsafeBytes { unsafe Array($0) }
                        for line in lines.feed(bytes) { onLine(line) }
                    }
                } catch {}
                if let line = lines.finish() { onLine(line) }
                // A program may close its output and go on.
                while !Task.isCancelled, !hasEnded(execution.processIdentifier.value) {
                    try? await Task.sleep(for: .milliseconds(20))
                }
                return .ended
            }
            group.addTask {
                do { try await Task.sleep(for: .seconds(seconds)) } catch { return .ended }
                return .timeUp
            }
            let first = await group.next() ?? .ended
            if first == .timeUp { await execution.teardown(using: teardown) }
            group.cancelAll()
            return first
        }
    }
}

/// Whether a child has ended, without taking its status from whoever waits for it.
private func hasEnded(_ process: pid_t) -> Bool {
    var status = unsafe siginfo_t()
    guard unsafe waitid(P_PID, id_t(process), &status, WEXITED | WNOHANG | WNOWAIT) == 0 else { return errno == ECHILD }
    return unsafe status.si_signo != 0
}
