import CatalogUI
import MeshModel
import NcursesTerminal
import Terminal

/// The browser on the terminal that the program was started on.
enum Browse {
    struct Options {
        /// The mesh's name, as the breadcrumb says it.
        var mesh: String
        /// Where provisioned files go; nil: nowhere, and nothing can be provisioned.
        var workspaces: String?
        /// After so many days an undecided request waits for the domain's owner as well.
        var escalationDays = Inbox.escalationDays
        var isReadOnly = false
        var theme = Theme.plain
        var hasColours = true
        var asciiOnly = false
        var hasMouse = true
    }

    /// Shows the browser until it is left.
    static func run(gateway: any MeshGateway, options: Options) throws(Failure) {
        try MainThread.perform { () -> Result<Void, Failure> in
            Signals.block()
            do throws(Failure) {
                return .success(try show(gateway: gateway, options: options))
            } catch {
                return .failure(error)
            }
        }.get()
    }

    private static func show(gateway: any MeshGateway, options: Options) throws(Failure) {
        let reader: any MeshReader
        do { reader = try gateway.reader() } catch { throw Failure(error) }
        let bell = Bell()
        let mailbox = Mailbox<Message>(ringing: bell)
        let screen: NcursesScreen
        do {
            screen = try NcursesScreen(
                .init(
                    theme: options.theme, hasColours: options.hasColours, isASCII: options.asciiOnly,
                    hasMouse: options.hasMouse), bell: bell)
        } catch {
            throw .unusable(error.description)
        }
        ForwardedSignals.begin()
        defer {
            screen.close()
            ForwardedSignals.end()
        }
        let catalog = Catalog(
            actor: gateway.actor, mesh: options.mesh, isReadOnly: options.isReadOnly, revision: reader.revision,
            size: screen.size,
            now: WallClock.now(),
            session: RequestID.random().high)
        let errands = Errands(
            gateway: gateway, workspaces: options.workspaces, escalationDays: options.escalationDays, mailbox: mailbox)
        var loop = BrowseLoop(screen: screen, catalog: catalog, mailbox: mailbox, errands: errands)
        if let notice = screen.notice { mailbox.post(.trouble(notice)) }
        loop.run()
        // The terminal first: a command may take its time to end.
        screen.close()
        errands.end()
        switch loop.ending {
        case .hangup: throw .ended(.hungUp)
        case .interrupt: throw .ended(.interrupted)
        case .terminate: throw .ended(.terminated)
        case nil: break
        }
    }
}
