import ArgumentParser

/// The root: what `datamesh` does when nothing else is said is browse.
struct DatameshCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "datamesh",
        abstract: "A data mesh in a terminal: domains, data products, access, quality, policies, lineage.",
        discussion: """
            A mesh is one folder: your own, or one of this host that everybody uses. Begin
            with a filled one to look around in, or with your own:

              datamesh demo                                   a mesh to look around in
              datamesh init                                   an empty mesh of your own
              datamesh import catalog.json manifest.json      DCAT-US and dbt, recognised
              datamesh                                        browse it
            """,
        version: "0.1.0",
        groupedSubcommands: [
            CommandGroup(
                name: "Look",
                subcommands: [
                    BrowseCommand.self, SearchCommand.self, UseCommand.self, LineageCommand.self, CheckCommand.self,
                    ContractCommand.self,
                    ReportCommand.self, InboxCommand.self, LogCommand.self,
                ]),
            CommandGroup(
                name: "Change",
                subcommands: [
                    DomainCommand.self, ProductCommand.self, SubscribeCommand.self, SubscriptionCommand.self,
                    CampaignCommand.self, NoticeCommand.self,
                    ConsumerCommand.self, PolicyCommand.self, QualityCommand.self, AccessCommand.self,
                    TemplateCommand.self, ProvisionCommand.self, ReconcileCommand.self, AbsenceCommand.self,
                ]),
            CommandGroup(
                name: "The mesh itself",
                subcommands: [
                    DemoCommand.self, InitCommand.self, ImportCommand.self, CompactCommand.self, FsckCommand.self,
                    DiffCommand.self,
                    SnapshotCommand.self,
                    ApplyCommand.self,
                    ExportCommand.self,
                    StatusCommand.self,
                    DoctorCommand.self,
                ]),
        ],
        defaultSubcommand: BrowseCommand.self)
}
