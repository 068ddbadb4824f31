internal import IAFACore
internal import Synchronization

/// Numbers for the values of the property that a question breaks down by, given as they are met; for many threads.
final class BreakdownValues: Sendable {
    private let memory: Int
    private let state = Mutex(State())

    private struct State {
        /// By the key of the value.
        var numbers: [UInt64: UInt32] = [PropertyValue.missing.key(): 0]
        var values: [PropertyValue] = [.missing]
        var bytes = 0
    }

    /// What a value takes besides a long text: in the table, in the list, and what they have in reserve.
    private static let bytesPerValue = 72

    /// `memory`: How many bytes the values may take.
    init(memory: Int) { self.memory = memory }

    /// The number of a value; 0 of a missing one, and of any that there is no more room for.
    func number(of value: PropertyValue) -> UInt32 {
        let key = value.key()
        return state.withLock { state in
            if let number = state.numbers[key] { return number }
            guard state.bytes <= memory else { return 0 }
            state.bytes += Self.bytesPerValue
            if case .string(let text) = value, text.utf8.count > 15 { state.bytes += text.utf8.count + 32 }
            let number = UInt32(state.values.count)
            state.numbers[key] = number
            state.values.append(value)
            return number
        }
    }

    /// Whether there were more values than there is room for, so that some have a wrong number.
    var isFull: Bool { state.withLock { $0.bytes > memory } }

    /// The values by number.
    var all: [PropertyValue] { state.withLock(\.values) }
}
