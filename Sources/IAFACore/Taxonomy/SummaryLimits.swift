/// How much a ``TaxonomySummary`` remembers at the most, whatever an app sends.
package enum SummaryLimits {
    /// Event types; beyond them the rarer half is dropped.
    package static let types = 1_000

    /// Properties of an event type, or of all those that have no list of their own.
    package static let propertiesOfType = 500

    /// Properties of all event types together; an event type that comes later has no list of its own.
    package static let properties = 3_000

    /// Properties of an event, nested ones included; others of it are passed over.
    package static let propertiesOfEvent = 255

    /// Values of a property while events are counted.
    package static let valuesWhileCounting = 1_000

    /// Values of a property in a summary that was merged of others.
    package static let values = 100

    /// Values of a property in a summary that is kept.
    package static let keptValues = 20

    /// Values of all properties together while events are counted.
    package static let allValues = 150_000

    /// Bytes of a property's name; longer ones are only counted.
    package static let nameBytes = 200

    /// Bytes of an event type's name: 200 characters of 4 bytes.
    package static let typeBytes = 800

    /// Bytes of a value; longer ones are only counted.
    package static let valueBytes = 100
}
