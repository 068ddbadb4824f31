/// What a request to PostHog's API says outside of its JSON: in the path, the query, or a form.
package struct PostHogEnvelope: Sendable, Equatable {
    /// The project's key.
    package var key: String?

    /// When the client sent the request, by its clock.
    package var sentAt: Timestamp?

    /// Whether the events are about persons, so that they need no name: `/engage/`.
    package var isAboutPersons = false

    package init() {}
}
