import Foundation
import IAFACore
import IAFADisk
@testable import IAFADuckDB
import IAFATesting
import Logging

/// A data directory in a temporary folder, and a clock that stands at noon of ``today``.
struct StoreFixture: Sendable {
    static let shop = Identifier<Project>.fixed("shop")
    static let blog = Identifier<Project>.fixed("blog")

    /// 2026-05-17.
    static let today = CalendarDay(daysSinceEpoch: 20_590)

    /// Every instant.
    static let always = Timestamp.distantPast..<Timestamp.distantFuture

    let folder: TemporaryFolder
    let clock = ManualClock(StoreFixture.time(0, 43_200))

    /// `name`: What the data directory is called.
    init(name: String = "data") throws {
        folder = try TemporaryFolder()
        directory = folder.path(name)
    }

    /// `directory`: A data directory that somebody else removes.
    init(directory: String) throws {
        folder = try TemporaryFolder()
        self.directory = directory
    }

    let directory: String

    /// Opens the data directory, or another one beside it.
    ///
    /// `edit`: Changes how the store uses the machine.
    func open(
        _ directory: String? = nil,
        isWritable: Bool = true,
        edit: (inout EventStoreOptions) -> Void = { _ in }
    ) throws -> ParquetEventStore {
        var options = EventStoreOptions()
        options.threads = 2
        edit(&options)
        options.isWritable = isWritable
        return try ParquetEventStore.open(
            dataDirectory: directory ?? self.directory,
            options: options,
            stageIndex: FileStageIndex(directory: (directory ?? self.directory) + "/index"),
            clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// A moment of the day that lies so many days from ``today``.
    static func time(_ day: Int, _ second: Int = 0) -> Timestamp {
        today.advanced(by: day).start + .seconds(second)
    }

    /// The month folder of a project's day.
    func folder(of project: Identifier<Project> = StoreFixture.shop, day: Int = 0) -> String {
        EventFolder(dataDirectory: directory).folder(of: project, Self.today.advanced(by: day))
    }

    /// The path of a project's file of a day.
    func dayFile(of project: Identifier<Project> = StoreFixture.shop, day: Int = 0) -> String {
        folder(of: project, day: day) + "/" + EventFileName(day: Self.today.advanced(by: day)).text
    }

    /// The paths below `events`, relative to it, sorted; folders left out.
    func files(_ directory: String? = nil) -> [String] { Self.files(below: (directory ?? self.directory) + "/events") }

    static func files(below path: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return names.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(path)/\(name)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }
}
