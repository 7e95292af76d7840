import CatalogUI
import NcursesTerminal
import Terminal

/// Events in, effects out, a frame shown: the one turn that the browser is made of.
struct BrowseLoop {
    private let screen: any Screen
    private var catalog: Catalog
    private let mailbox: Mailbox<Message>
    private let errands: Errands
    private var resting: (ticket: Ticket, until: ContinuousClock.Instant)?
    private var isOver = false
    /// What ended it from outside; nil: the person left.
    private(set) var ending: Event.Ending?

    /// A cursor that stays this long on a product means it.
    private static let rest = Duration.milliseconds(80)

    init(screen: any Screen, catalog: Catalog, mailbox: Mailbox<Message>, errands: Errands) {
        self.screen = screen
        self.catalog = catalog
        self.mailbox = mailbox
        self.errands = errands
    }

    mutating func run() {
        carryOut(catalog.start())
        screen.show(catalog.frame(of: catalog.size))
        while !isOver {
            take(screen.events(until: resting?.until))
            if let resting, resting.until <= .now {
                self.resting = nil
                send(.rested(resting.ticket))
            }
            guard !isOver else { return }
            screen.show(catalog.frame(of: catalog.size))
            if catalog.hasUnseenConfirmation {
                // What was typed before it could be read answers nothing.
                take(screen.events(until: .now))
                send(.shown)
            }
        }
    }

    private mutating func take(_ events: [Event]) {
        // Several keys at once were not typed in answer to what is shown.
        let isBurst = events.count { if case .key = $0 { true } else { false } } > 1
        for event in events where !isOver {
            switch event {
            case .key(let key):
                let isIgnored = catalog.hasUnseenConfirmation || catalog.isConfirming && isBurst && key == .enter
                if !isIgnored { send(.key(key)) }
            case .resized(let size): send(.resized(size))
            case .mail: for message in mailbox.take() { send(message) }
            case .readable: break
            case .ended(let ending):
                self.ending = ending
                isOver = true
            }
        }
    }

    private mutating func send(_ message: Message) { carryOut(catalog.update(message)) }

    private mutating func carryOut(_ effects: [Effect]) {
        for effect in effects {
            switch effect {
            case .rest(let ticket): resting = (ticket, .now + Self.rest)
            case .copy(let text): screen.copy(text)
            case .quit: isOver = true
            case .ask, .preview, .commit, .readSchema, .plan, .provision, .reconcile: errands.begin(effect)
            }
        }
    }
}
