/// Simple case mappings, those of one scalar to one.
enum LinearRegexCase {
    /// What all cases of a letter have in common: the lower case of its upper case.
    static func folded(_ scalar: UInt32) -> UInt32 {
        if scalar < 128 { return isLetter(scalar) ? scalar | 0x20 : scalar }
        return lowercase(uppercase(scalar))
    }

    /// The other ways to write a letter, possibly itself among them.
    static func variants(of scalar: UInt32) -> [UInt32] {
        if scalar < 128 { return isLetter(scalar) ? [scalar ^ 0x20] : [] }
        return [lowercase(scalar), uppercase(scalar), folded(scalar)]
    }

    private static func isLetter(_ scalar: UInt32) -> Bool {
        UInt32(0x61)...0x7A ~= scalar | 0x20
    }

    private static func lowercase(_ scalar: UInt32) -> UInt32 {
        single(Unicode.Scalar(scalar)?.properties.lowercaseMapping) ?? scalar
    }

    private static func uppercase(_ scalar: UInt32) -> UInt32 {
        single(Unicode.Scalar(scalar)?.properties.uppercaseMapping) ?? scalar
    }

    private static func single(_ mapping: String?) -> UInt32? {
        guard let scalars = mapping?.unicodeScalars, scalars.count == 1 else { return nil }
        return scalars.first?.value
    }
}
