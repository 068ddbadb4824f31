internal import ArgumentParser
internal import IAFACore
internal import IAFADuckDB
internal import IAFAHTTP

extension ServeCommand {
    func serverSettings(_ source: SettingsSource) throws -> IAFAServer.Settings {
        var server = IAFAServer.Settings()
        server.host = source.text("host", host) ?? "127.0.0.1"
        server.port = try source.number("port", port, in: 0...65_535, default: 8_080)
        let origins = source.text("cors_origins", corsOrigins) ?? ""
        server.allowedOrigins = Set(origins.split(separator: ",").map(String.init))
        server.doors = try eventDoors(source)
        server.metricsToken = source.text("metrics_token", metricsToken)
        if let token = server.metricsToken {
            guard (16...200).contains(token.utf8.count), token.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw ValidationError("metrics_token must have 16 to 200 visible ASCII characters, without spaces")
            }
        }
        return server
    }

    private func eventDoors(_ source: SettingsSource) throws -> EventDoors {
        let segment = try Self.doorPath("segment_path", source.text("segment_path", segmentPath) ?? "/")
        let postHog = try Self.doorPath("posthog_path", source.text("posthog_path", posthogPath) ?? "/")
        let track = try Self.doorPath("track_path", source.text("track_path", trackPath) ?? "off")
        do throws(DoorPathError) {
            return try EventDoors(segment: segment, postHog: postHog, track: track)
        } catch {
            throw ValidationError(error == .taken("/") ? "track_path: \(error)" : "\(error)")
        }
    }

    private static func doorPath(_ key: String, _ text: String) throws -> DoorPath? {
        do throws(DoorPathError) {
            return text == "off" ? nil : try DoorPath(text)
        } catch {
            throw ValidationError("\(key): \(error)")
        }
    }

    func maintenanceSchedule(_ source: SettingsSource) throws -> EventMaintenance.Schedule {
        let seconds = try source.number("flush_interval_seconds", flushIntervalSeconds, in: 1...3_600, default: 5)
        let compaction = try source.number(
            "compaction_interval_seconds",
            compactionIntervalSeconds,
            in: 1...86_400,
            default: 60
        )
        let mebibytes = try source.number("event_memory_mib", eventMemoryMib, in: 16...65_536, default: 128)
        return EventMaintenance.Schedule(
            flushEvents: try source.number("flush_events", flushEvents, in: 100...1_000_000, default: 10_000),
            flushBytes: mebibytes * 1_024 * 1_024 / 4,
            flushInterval: .seconds(seconds),
            compactionInterval: .seconds(compaction)
        )
    }

    func storeOptions(_ source: SettingsSource) throws -> EventStoreOptions {
        var options = try source.storeOptions(
            compression: compression,
            engineMemoryMib: engineMemoryMib,
            engineThreads: engineThreads,
            stageIndex: stageIndex
        )
        let timeout = try source.number("query_timeout_seconds", queryTimeoutSeconds, in: 1...3_600, default: 30)
        options.questionLimit = .seconds(timeout)
        return options
    }
}
