internal import Hummingbird
internal import IAFACore

extension IAFARequestContext {
    /// The id at a place in the path; nil where it can't be one, which is answered as an unknown one is.
    func id<Entity>(of parameter: String) -> Identifier<Entity>? {
        parameters.get(parameter).flatMap { Identifier<Entity>($0) }
    }
}
