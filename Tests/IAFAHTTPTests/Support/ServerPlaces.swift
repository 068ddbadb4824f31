/// Room for a few servers at once: all tests begin together, and hundreds of servers would wait for each other until a
/// client gives up.
actor ServerPlaces {
    static let shared = ServerPlaces(count: 8)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    private init(count: Int) { free = count }

    func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
