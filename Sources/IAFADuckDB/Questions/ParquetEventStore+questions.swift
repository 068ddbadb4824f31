internal import IAFACore

extension ParquetEventStore {
    /// Answers a question about a project in its turn, until its time is over or the task is cancelled.
    ///
    /// - `body`: Runs on a thread that may block; asks the signal often whether it has to end.
    /// - Throws: ``EventStoreError/busy`` where its turn did not come,
    ///   ``EventStoreError/tooSlow(message:)``, ``EventStoreError/cancelled``, and what `body` throws.
    func ask<Value: Sendable>(
        of project: Identifier<Project>,
        _ body: @escaping @Sendable (StopSignal) throws(EventStoreError) -> Value
    ) async throws(EventStoreError) -> Value {
        let stop = StopSignal()
        return try await withStop(stop) { () throws(EventStoreError) in
            try await self.inTime(stop) { await self.inTurn(project, stop, body) }.get()
        }
    }

    /// Does something that ends soon once the task is cancelled.
    ///
    /// - Throws: What `body` throws.
    func withStop<Value: Sendable>(
        _ stop: StopSignal,
        _ body: () async throws(EventStoreError) -> Value
    ) async throws(EventStoreError) -> Value {
        let result: Result<Value, EventStoreError> = await withTaskCancellationHandler {
            do throws(EventStoreError) {
                return .success(try await body())
            } catch {
                return .failure(error)
            }
        } onCancel: {
            stop.stop(.cancelled)
        }
        return try result.get()
    }

    /// Gives the stop signal, and cancels the task, where something takes longer than a question may.
    private func inTime<Value: Sendable>(
        _ stop: StopSignal,
        _ body: @escaping @Sendable () async -> Result<Value, EventStoreError>
    ) async -> Result<Value, EventStoreError> {
        guard let limit = options.questionLimit else { return await body() }
        return await withTaskGroup(of: Result<Value, EventStoreError>?.self) { group in
            group.addTask { await body() }
            group.addTask {
                guard (try? await Task.sleep(for: limit)) != nil else { return nil }
                stop.stop(
                    .tooSlow(
                        message: "the question took longer than the \(limit.components.seconds) s that it may; "
                            + "ask for fewer days, or with simpler filters"
                    )
                )
                return nil
            }
            for await result in group {
                group.cancelAll()
                if let result { return result }
            }
            return .failure(.cancelled)
        }
    }

    private func inTurn<Value: Sendable>(
        _ project: Identifier<Project>,
        _ stop: StopSignal,
        _ body: @escaping @Sendable (StopSignal) throws(EventStoreError) -> Value
    ) async -> Result<Value, EventStoreError> {
        do throws(FairTurnsError) {
            return try await turns.run(as: project) {
                do throws(EventStoreError) {
                    return .success(
                        try await queryLane.run { () throws(EventStoreError) in
                            try stop.check()
                            return try body(stop)
                        }
                    )
                } catch {
                    return .failure(error)
                }
            }
        } catch {
            // What is stopped while it waits has not begun: another time, it may well be quick.
            if error == .cancelled, stop.reason.map(\.isCancelled) ?? true { return .failure(.cancelled) }
            return .failure(.busy)
        }
    }
}

extension EventStoreError {
    fileprivate var isCancelled: Bool { if case .cancelled = self { true } else { false } }
}
