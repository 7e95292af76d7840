import Testing

@testable import MeshBroker

@Suite struct `A door` {
    static func peer(_ uid: UInt32) -> Peer { Peer(uid: uid, pid: 7, groups: [uid]) }

    @Test(arguments: [65_534, UInt32.max]) func `is closed to whoever the kernel maps to nobody`(_ uid: UInt32) {
        var door = Door(perUser: 64, total: 100)
        #expect(door.enter(Self.peer(uid))?.contains("\(uid)") == true)
    }

    @Test(arguments: [0, 1000] as [UInt32]) func `leaves room for others, whoever takes all he may`(_ uid: UInt32) {
        var door = Door(perUser: 3, total: 100)
        for _ in 0..<3 { #expect(door.enter(Self.peer(uid)) == nil) }
        #expect(door.enter(Self.peer(uid))?.contains("uid \(uid) has 3 connections") == true)
        #expect(door.enter(Self.peer(1001)) == nil)
        let wasLast = door.leave(Self.peer(uid))
        #expect(!wasLast)
        #expect(door.enter(Self.peer(uid)) == nil)
    }

    @Test func `is closed when all room is taken, and open again when somebody leaves`() {
        var door = Door(perUser: 3, total: 2)
        for uid in [1, 2] as [UInt32] { #expect(door.enter(Self.peer(uid)) == nil) }
        #expect(door.enter(Self.peer(3))?.contains("as many as there may be") == true)
        let wasLast = door.leave(Self.peer(1))
        #expect(wasLast)
        #expect(door.enter(Self.peer(3)) == nil)
    }
}
