import Terminal
import Testing

@testable import CatalogUI

/// One enumeration behind keys, palette, help and status bar.
struct CommandTests {
    @Test(arguments: Pane.allCases)
    func `no key means two things in one place`(pane: Pane) {
        var owners: [Chord: Command] = [:]
        for command in Command.allCases where command.panes?.contains(pane) ?? true {
            for key in command.keys {
                #expect(owners[key] == nil, "\(key.label) means \(command.name) and \(owners[key]?.name ?? "")")
                owners[key] = command
            }
        }
    }

    @Test(arguments: Command.allCases.filter { $0.motion != nil })
    func `a key that moves moves in every pane`(command: Command) {
        for pane in Pane.allCases {
            for key in command.keys { #expect(Command.meant(by: key, in: pane) == command) }
        }
    }

    @Test func `no Ctrl key changes the mesh`() {
        let withControl = Command.allCases.filter { command in
            command.keys.contains { if case .key(.control) = $0 { true } else { false } }
        }
        #expect(withControl == [.halfDown, .halfUp, .palette])
    }

    @Test(arguments: Command.allCases)
    func `every command is found in the palette by its name`(command: Command) async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type(":").type(command.name)
        driver.expectSelected(command.name)
    }

    @Test func `the palette finds by letters in order, and runs what is chosen`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.press(.control("p")).type("cmpl").press(.enter)
        driver.expect("acme › Compliance")
    }

    @Test func `a command that is off says why`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type(":approve")
        driver.expect("off: only in Inbox, Subscriptions")
        await driver.press(.enter)
        driver.expect("approve: only in Inbox, Subscriptions")
    }

    @Test func `help shows the keys of the place, is searched by typing, and runs with Enter`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("?")
        driver.expect("Keys in Products").expectNot("approve")
        await driver.type("reverse").press(.enter)
        driver.expect("by consumers ▴")
    }

    @Test func `the status bar says only what can be done`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("5")
        #expect(driver.row(39).hasPrefix(" a approve  n deny  c cancel"))
        await driver.type("j")
        #expect(driver.row(39).hasPrefix(" r renew  x revoke  c cancel"))
    }

    @Test func `a pasted text is never a command`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.press(.paste("Q"))
        #expect(!driver.hasQuit)
    }

    @Test func `y copies what shows the same in a shell`() async throws {
        let driver = try await Driver(try SmallMesh.make())
        await driver.type("y")
        #expect(driver.copied == ["datamesh product show sales_transactions"])
    }
}
