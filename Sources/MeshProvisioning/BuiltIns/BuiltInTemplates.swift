package import MeshModel

/// The templates that are part of the program.
package enum BuiltInTemplates {
    package static let all: [InfrastructureTemplate] = [
        InfrastructureTemplate.ID("local-files").map(localFiles),
        InfrastructureTemplate.ID("postgresql").map(postgreSQL),
        InfrastructureTemplate.ID("standard_pipeline").map(standardPipeline),
    ].compactMap(\.self)

    /// A template as it is used: one without files takes those of the built-in template of the same id, with its hooks and parameters.
    ///
    /// Its own name, type, components and configuration stand where it states them.
    package static func resolve(_ stored: InfrastructureTemplate) -> InfrastructureTemplate {
        guard stored.files.isEmpty, let builtIn = all.first(where: { $0.id == stored.id }) else { return stored }
        var template = stored
        template.files = builtIn.files
        if template.hooks.isEmpty { template.hooks = builtIn.hooks }
        if template.parameters.isEmpty { template.parameters = builtIn.parameters }
        if template.name.isEmpty { template.name = builtIn.name }
        if template.type.isEmpty { template.type = builtIn.type }
        if template.description.isEmpty { template.description = builtIn.description }
        if template.components.isEmpty { template.components = builtIn.components }
        if template.configuration.isEmpty { template.configuration = builtIn.configuration }
        return template
    }
}
