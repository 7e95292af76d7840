import ArgumentParser

/// What every command understands that shows one thing which a file can state.
struct DeclarationOption: ParsableArguments {
    @Flag(help: "Answer with the YAML that 'datamesh apply' takes.") var yaml = false
}
