internal import IAFACore

/// Who asks.
enum Principal: Sendable {
    case user(User)
    case key(APIKey)
}
