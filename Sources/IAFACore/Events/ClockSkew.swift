/// Corrects the times of a device whose clock is off.
package enum ClockSkew {
    /// How far a device's clock may be off, network delay included, before its times are corrected.
    ///
    /// Below it nothing is changed: a delay that varies from call to call must not reorder a device's own events.
    package static let tolerance: Duration = .seconds(60)

    /// When an event happened, by the server's clock.
    ///
    /// - `clientTime`: When it happened, by the device's clock.
    /// - `sentAt`: When it was sent, by the same clock; nil where the device doesn't say.
    /// - `receivedAt`: When it arrived, by the server's clock.
    package static func corrected(_ clientTime: Timestamp, sentAt: Timestamp?, receivedAt: Timestamp) -> Timestamp {
        guard let sentAt else { return clientTime }
        let skew = receivedAt.microseconds - sentAt.microseconds
        guard abs(skew) > tolerance.wholeMicroseconds else { return clientTime }
        return Timestamp(microseconds: clientTime.microseconds + skew)
    }
}
