// swift-tools-version: 6.2
import PackageDescription

/// The folder that holds `libduckdb`: a user's own copy, or the one that `scripts/fetch-duckdb` prepared.
let duckDBFolder = Context.environment["DUCKDB_LIBRARY_DIR"] ?? "\(Context.packageDirectory)/.duckdb/lib"

let houseStyle: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let linkDuckDB: [LinkerSetting] = [
    .unsafeFlags(["-L\(duckDBFolder)", "-Xlinker", "-rpath", "-Xlinker", duckDBFolder])
]

/// The packages that the server stands on, by the name that a target's dependency uses.
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdTesting: Target.Dependency = .product(name: "HummingbirdTesting", package: "hummingbird")
let jwtKit: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes: Target.Dependency = .product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")

let package = Package(
    name: "iafa",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "iafa", targets: ["iafa"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .target(name: "IAFACore", dependencies: [crypto], swiftSettings: houseStyle),
        .target(
            name: "IAFAEngine",
            dependencies: ["IAFACore"],
            swiftSettings: houseStyle + [.unsafeFlags(["-Ounchecked"], .when(configuration: .release))]
        ),
        .target(name: "IAFADisk", dependencies: ["IAFACore", crypto, logging], swiftSettings: houseStyle),
        .systemLibrary(name: "CDuckDB"),
        .systemLibrary(name: "CCrypt"),
        .systemLibrary(name: "CZlib"),
        .target(name: "DuckDB", dependencies: ["CDuckDB"], swiftSettings: houseStyle, linkerSettings: linkDuckDB),
        .target(
            name: "IAFADuckDB",
            dependencies: ["CZlib", "DuckDB", "IAFACore", "IAFAEngine", crypto, logging],
            swiftSettings: houseStyle
        ),
        .target(name: "IAFABcrypt", dependencies: ["CCrypt", "IAFACore"], swiftSettings: houseStyle),
        .target(
            name: "IAFAHTTP",
            dependencies: [
                "IAFACore", "CZlib", httpTypes, hummingbird, hummingbirdCore, jwtKit, logging, nioCore, nioHTTP1,
                nioHTTPTypes, serviceLifecycle,
            ],
            swiftSettings: houseStyle
        ),
        .executableTarget(
            name: "iafa",
            dependencies: [
                "IAFABcrypt", "IAFACore", "IAFADisk", "IAFADuckDB", "IAFAHTTP", argumentParser, configuration, crypto,
                hummingbird,
                logging, nioCore, serviceLifecycle, unixSignals,
            ],
            swiftSettings: houseStyle
        ),
        .target(name: "IAFATesting", dependencies: ["IAFACore"], swiftSettings: houseStyle),
        .testTarget(name: "DuckDBTests", dependencies: ["DuckDB"], swiftSettings: houseStyle),
        .testTarget(name: "IAFACoreTests", dependencies: ["IAFACore", "IAFATesting"], swiftSettings: houseStyle),
        .testTarget(
            name: "IAFADiskTests",
            dependencies: ["IAFACore", "IAFADisk", "IAFATesting", logging],
            swiftSettings: houseStyle
        ),
        .testTarget(
            name: "IAFADuckDBTests",
            dependencies: ["DuckDB", "IAFACore", "IAFADisk", "IAFADuckDB", "IAFATesting", logging],
            swiftSettings: houseStyle
        ),
        .testTarget(
            name: "IAFAEngineTests",
            dependencies: ["IAFACore", "IAFAEngine", "IAFATesting"],
            swiftSettings: houseStyle
        ),
        .testTarget(
            name: "IAFAHTTPTests",
            dependencies: [
                "IAFACore", "IAFADisk", "IAFADuckDB", "IAFAHTTP", "IAFABcrypt", "IAFATesting", httpTypes, hummingbird,
                hummingbirdTesting, logging, nioCore,
            ],
            swiftSettings: houseStyle
        ),
        .testTarget(name: "TidyTests", swiftSettings: houseStyle),
    ]
)
