// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "datamesh",
    products: [
        .executable(name: "datamesh", targets: ["datamesh"]),
        .executable(name: "datameshd", targets: ["datameshd"]),
        .executable(name: "datamesh-bench", targets: ["datamesh-bench"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        // Without its Foundation trait: a session of datamesh must not pay for full Foundation.
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        // What a mesh is, and its rules. No I/O, no clock, no Foundation.
        .target(name: "MeshModel", exclude: ["Policies/RULES.md"]),

        // Threads of one's own, for work that waits.
        .target(name: "Threads"),

        // A folder: journal, snapshots.
        .target(
            name: "MeshStore",
            dependencies: ["MeshModel", "CLinux", "Threads", .product(name: "SystemPackage", package: "swift-system")],
            exclude: ["FORMAT.md", "RELIABILITY.md"],
            // Tests take its files apart a hundred thousand times: checks and digests in debug code would take all their time.
            swiftSettings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),

        // A socket: the daemon's side of a shared mesh, and its clients'.
        .target(
            name: "MeshBroker",
            dependencies: ["MeshModel", "CLinux", "Threads", .product(name: "SystemPackage", package: "swift-system")],
            exclude: ["WIRE.md"]),

        // JSON and YAML as one ordered tree; what the world's formats mean.
        .systemLibrary(name: "CYAML", providers: [.apt(["libyaml-dev"])]),
        .target(name: "Documents", dependencies: ["CYAML"]),
        .target(name: "MeshFormats", dependencies: ["Documents", "MeshModel", "Threads"]),

        // Templates, plans and the runners that carry them out.
        .target(
            name: "MeshProvisioning",
            dependencies: [
                "MeshModel",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["TEMPLATES.md"]),

        // A screen as values; ncurses behind it.
        .target(name: "Terminal", dependencies: ["CLinux"]),
        .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
        .target(name: "CLinux"),
        .target(name: "NcursesTerminal", dependencies: ["CNcurses", "CLinux", "Terminal"]),
        .target(name: "Widgets", dependencies: ["Terminal"]),
        .target(name: "CatalogUI", dependencies: ["MeshModel", "Terminal", "Widgets"]),

        .executableTarget(
            name: "datamesh",
            dependencies: [
                "CLinux", "CatalogUI", "Documents", "MeshBroker", "MeshFormats", "MeshModel", "MeshProvisioning",
                "MeshStore", "NcursesTerminal", "Terminal", "Threads", "Widgets",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            resources: [.embedInCode("../../themes/dark.yaml"), .embedInCode("../../themes/light.yaml")]),
        .executableTarget(
            name: "datameshd",
            dependencies: [
                "CLinux", "Documents", "MeshBroker", "MeshFormats", "MeshModel", "MeshStore", "Terminal", "Threads",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["Package"]),
        .executableTarget(
            name: "datamesh-bench",
            dependencies: [
                "CLinux", "MeshBroker", "MeshModel", "MeshStore", "PseudoTerminal", "Terminal", "Threads",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["RESULTS.md", "peers.py"]),

        // A real pty read through a terminal emulator, for tests and the benchmark.
        .systemLibrary(name: "CVTerm", path: "Tests/CVTerm", providers: [.apt(["libvterm-dev"])]),
        .target(name: "PseudoTerminal", dependencies: ["CLinux", "CVTerm"], path: "Tests/PseudoTerminal"),

        // A small program on a screen, for tests of the real terminal.
        .executableTarget(
            name: "terminal-probe", dependencies: ["NcursesTerminal", "Terminal", "Widgets"],
            path: "Tests/TerminalProbe"),

        .testTarget(name: "MeshModelTests", dependencies: ["MeshModel"]),
        .testTarget(
            name: "MeshStoreTests",
            dependencies: [
                "MeshBroker", "MeshModel", "MeshStore", "Threads",
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            exclude: ["Fixtures"],
            // The simulated disk is copied as often as the store takes it apart.
            swiftSettings: [.unsafeFlags(["-O"], .when(configuration: .debug))]),
        .testTarget(
            name: "MeshBrokerTests", dependencies: ["CLinux", "MeshBroker", "MeshModel", "MeshStore", "Threads"]),
        .testTarget(name: "DocumentsTests", dependencies: ["Documents"]),
        .testTarget(name: "MeshFormatsTests", dependencies: ["Documents", "MeshFormats", "MeshModel"]),
        .testTarget(
            name: "MeshProvisioningTests",
            dependencies: [
                "MeshModel", "MeshProvisioning",
            ]),
        .testTarget(
            name: "TerminalTests",
            dependencies: ["NcursesTerminal", "PseudoTerminal", "Terminal", "Widgets", "terminal-probe"]),
        .testTarget(
            name: "CatalogUITests", dependencies: ["CatalogUI", "MeshModel", "Terminal", "Widgets"],
            exclude: ["Screens"]),
        .testTarget(
            name: "DatameshTests",
            dependencies: [
                "MeshBroker", "MeshModel", "MeshStore", "PseudoTerminal", "Threads", "datamesh", "datameshd",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// One house, one set of rules: every target of ours is built alike, and a warning is an error.
for target in package.targets where target.type != .system {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
            .enableUpcomingFeature("InferIsolatedConformances"),
            .strictMemorySafety(),
            .treatAllWarnings(as: .error),
        ]
}
