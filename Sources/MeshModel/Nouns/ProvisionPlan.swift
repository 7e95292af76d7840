/// What provisioning would do, to be looked at before it is done: files of a workspace, and commands to run in it.
public struct ProvisionPlan: Equatable, Sendable {
    public enum FileChange: String, Sendable {
        case added, changed, removed, unchanged
    }

    public struct File: Equatable, Sendable {
        public var path: String
        public var change: FileChange
        public var content: String
        /// Permission bits.
        public var mode: UInt16

        public init(path: String, change: FileChange, content: String, mode: UInt16) {
            self.path = path
            self.change = change
            self.content = content
            self.mode = mode
        }
    }

    public var product: DataProduct.ID
    public var template: InfrastructureTemplate.ID
    public var parameters: [String: String]
    public var workspace: String
    /// In path order.
    public var files: [File]
    /// Rendered: what will be run, in order.
    public var commands: [InfrastructureTemplate.Hook]
    /// What the template has hooks for.
    public var hooks: [InfrastructureTemplate.Hook.Event]
    public var port: OutputPort.ID

    public init(
        product: DataProduct.ID, template: InfrastructureTemplate.ID, parameters: [String: String], workspace: String,
        files: [File], commands: [InfrastructureTemplate.Hook], hooks: [InfrastructureTemplate.Hook.Event],
        port: OutputPort.ID
    ) {
        self.product = product
        self.template = template
        self.parameters = parameters
        self.workspace = workspace
        self.files = files
        self.commands = commands
        self.hooks = hooks
        self.port = port
    }
}
