internal import Foundation
internal import IAFACore

extension Timestamp {
    /// The same instant for libraries that know Foundation's dates.
    var date: Date { Date(timeIntervalSince1970: Double(microseconds) / 1e6) }
}
