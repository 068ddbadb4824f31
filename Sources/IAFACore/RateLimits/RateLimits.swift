/// How much may be sent where a project does not say otherwise; chosen so that no app meets it.
package enum RateLimits {
    /// Events a minute with one key: a key is a whole app, and this is about what one disk's journal can take.
    package static let keyEventsPerMinute = 60_000_000

    /// Events a minute to one project from one address: the address may be a carrier's, with thousands of phones behind
    /// it, or the team's own server, which passes on the events of all of them.
    package static let addressEventsPerMinute = 6_000_000

    /// Requests a minute without a good key from one address, which may hold thousands of phones whose app has an old
    /// key.
    package static let strangerRequestsPerMinute = 6_000

    /// What a project may ask for.
    package static let range = 1...1_000_000_000
}
