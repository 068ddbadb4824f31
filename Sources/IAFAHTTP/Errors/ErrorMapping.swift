internal import HTTPTypes
internal import Hummingbird
internal import IAFACore
internal import JWTKit
internal import NIOCore

/// The one place where errors become answers.
enum ErrorMapping {
    /// The answer to an error; nil where it is a fault of ours that only the log may tell of.
    static func answer(to error: any Error) -> APIError? {
        switch error {
        case let error as APIError: error
        case let error as Overload: APIError(error)
        case let error as UnreadableRequest: APIError(.badRequest, UnreadableRequest.code, error.message)
        case let error as ValidationFailure:
            APIError(.unprocessableContent, "validation_failed", error.description, details: error.issues)
        case let error as JSONError: APIError(.badRequest, "malformed_json", error.message)
        case let error as AccessError: accessAnswer(to: error)
        case let error as EventLogError: logAnswer(to: error)
        case let error as EventStoreError: storeAnswer(to: error)
        case let error as MetadataError: metadataAnswer(to: error)
        case is IngestionLedgerError: unsaved("the server can't work with its files now; try again")
        case PasswordHashingError.busy:
            APIError(.serviceUnavailable, "busy", "too many sign-ins at once; try again", retryAfter: 2)
        case is NIOTooManyBytesError: APIError(.contentTooLarge, "payload_too_large", "the body is too large")
        case is JWTError: .unauthorized("the access token is invalid or expired; sign in again or refresh it")
        case let error as HTTPError where error.status == .notFound: .notFound("route")
        case let error as HTTPError where (400..<500).contains(error.status.code):
            APIError(error.status, "bad_request", error.body ?? error.status.reasonPhrase)
        default: nil
        }
    }

    private static func accessAnswer(to error: AccessError) -> APIError {
        switch error {
        case .wrongCredentials: .unauthorized("wrong email or password")
        case .wrongRefreshToken:
            .unauthorized("the refresh token is invalid, expired or was used before; sign in again")
        case .emailTaken: APIError(.conflict, "email_taken", "there is an account with this email; sign in instead")
        case .forbidden(let action): .forbidden("your role does not allow you to \(action.rawValue)")
        case .notFound(let thing): .notFound(thing)
        }
    }

    private static func logAnswer(to error: EventLogError) -> APIError {
        switch error {
        case .overloaded:
            APIError(.serviceUnavailable, "overloaded", "the server is busy; send the events again", retryAfter: 1)
        case .unavailable:
            unsaved("the server can't write events now, none of these was taken; send them again")
        }
    }

    private static func storeAnswer(to error: EventStoreError) -> APIError? {
        switch error {
        case .tooLarge(let message): APIError(.unprocessableContent, "question_too_large", message)
        case .tooSlow(let message): APIError(.unprocessableContent, "question_too_slow", message)
        case .busy:
            APIError(.serviceUnavailable, "busy", "too many questions at once; ask again", retryAfter: 2)
        case .cancelled:
            APIError(.serviceUnavailable, "cancelled", "the server stops; ask again", retryAfter: 5)
        case .unwritable: unsaved("the server can't save changes now; try again")
        case .unreadable: nil
        }
    }

    private static func metadataAnswer(to error: MetadataError) -> APIError? {
        switch error {
        case .conflict(_, let index):
            APIError(.conflict, "conflict", "another one has the same \(index)")
        case .unwritable:
            unsaved("the server can't save changes now, nothing was changed; try again")
        case .unreadable: nil
        }
    }

    /// The answer where the disk refuses.
    private static func unsaved(_ message: String) -> APIError {
        APIError(.serviceUnavailable, "storage_unavailable", message, retryAfter: 5)
    }
}
