extension DuckDBError {
    /// The kinds of error, by the engine's own numbers.
    ///
    /// A number that is not listed here becomes `invalid`.
    package enum Kind: UInt32, Sendable {
        case invalid = 0
        case outOfRange = 1
        case conversion = 2
        case unknownType = 3
        case decimal = 4
        case mismatchedType = 5
        case divideByZero = 6
        case objectSize = 7
        case invalidType = 8
        case serialization = 9
        case transaction = 10
        case notImplemented = 11
        case expression = 12
        case catalog = 13
        case parser = 14
        case planner = 15
        case scheduler = 16
        case executor = 17
        case constraint = 18
        case index = 19
        case statistics = 20
        case connection = 21
        case syntax = 22
        case settings = 23
        case binder = 24
        case network = 25
        case optimizer = 26
        case nullPointer = 27
        case io = 28
        case interrupt = 29
        case fatal = 30
        case `internal` = 31
        case invalidInput = 32
        case outOfMemory = 33
        case permission = 34
        case parameterNotResolved = 35
        case parameterNotAllowed = 36
        case dependency = 37
        case http = 38
        case missingExtension = 39
        case autoload = 40
        case sequence = 41
        case invalidConfiguration = 42
    }
}

extension DuckDBError.Kind {
    /// The words that a message of this kind begins with, for the kinds that opening and preparing end in.
    private static let prefixes: [(words: String, kind: Self)] = [
        ("Binder Error", .binder),
        ("Catalog Error", .catalog),
        ("Parser Error", .parser),
        ("Syntax Error", .syntax),
        ("IO Error", .io),
        ("Conversion Error", .conversion),
        ("Invalid Input Error", .invalidInput),
        ("Invalid Configuration Error", .invalidConfiguration),
        ("Not implemented Error", .notImplemented),
        ("Out of Memory Error", .outOfMemory),
        ("Out of Range Error", .outOfRange),
        ("Constraint Error", .constraint),
        ("TransactionContext Error", .transaction),
        ("Permission Error", .permission),
        ("Missing Extension Error", .missingExtension),
        ("Extension Autoloading Error", .autoload),
        ("Connection Error", .connection),
        ("INTERRUPT Error", .interrupt),
        ("Serialization Error", .serialization),
        ("HTTP Error", .http),
        ("FATAL Error", .fatal),
        ("INTERNAL Error", .internal),
    ]

    /// Reads the kind from a message, because opening and preparing give no number.
    init(message: String) {
        self = Self.prefixes.first { message.hasPrefix($0.words) }?.kind ?? .invalid
    }
}
