internal import IAFACore

/// The funnels of the demo project.
enum DemoFunnels {
    /// `project`: The demo project.
    static func all(project: Identifier<Project>, now: Timestamp) -> [SavedFunnel] {
        guard let purchase = Identifier<SavedFunnel>("demo-purchase"),
            let activation = Identifier<SavedFunnel>("demo-activation")
        else { preconditionFailure("the demo's ids are ids") }
        return [
            SavedFunnel(
                id: purchase,
                project: project,
                name: "Purchase",
                definition: FunnelDefinition(
                    steps: [
                        FunnelStep(name: "Looks at a product", eventTypes: ["product_view"]),
                        FunnelStep(name: "Adds to cart", eventTypes: ["add_to_cart"]),
                        FunnelStep(name: "Begins checkout", eventTypes: ["checkout_start"]),
                        FunnelStep(name: "Enters payment", eventTypes: ["payment_details"]),
                        FunnelStep(name: "Buys", eventTypes: ["purchase"]),
                    ],
                    conversionWindow: .seconds(7 * 86_400)
                ),
                createdAt: now
            ),
            SavedFunnel(
                id: activation,
                project: project,
                name: "Sign-up to first purchase",
                definition: FunnelDefinition(
                    steps: [
                        FunnelStep(name: "Signs up", eventTypes: ["sign_up"]),
                        FunnelStep(name: "Searches or browses", eventTypes: ["search", "product_view"]),
                        FunnelStep(name: "Buys", eventTypes: ["purchase"]),
                    ],
                    conversionWindow: .seconds(30 * 86_400)
                ),
                createdAt: now
            ),
        ]
    }
}
