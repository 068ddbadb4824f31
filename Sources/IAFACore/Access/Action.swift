/// What somebody can do within an organization.
package enum Action: String, Sendable, CaseIterable {
    case readProject = "read projects"
    case createProject = "create projects"
    case editProject = "change projects"
    case deleteProject = "delete projects"
    case readKeys = "read API keys"
    case editKeys = "change API keys"
    case readFunnels = "read funnels"
    case editFunnels = "change funnels"
}

extension Organization.Role {
    /// Whether the role may do something: the one table that every route asks.
    package func allows(_ action: Action) -> Bool {
        switch action {
        case .readProject, .readFunnels: true
        case .editFunnels, .readKeys: self != .viewer
        case .createProject, .editProject, .editKeys, .deleteProject: self == .owner || self == .admin
        }
    }
}
