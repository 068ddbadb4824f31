// Made by scripts/openapi from docs/openapi.yaml; do not edit.

/// The interface as an OpenAPI 3.1 document.
enum OpenAPIDocument {
    static let json = #"""
        {}
        """#
}
