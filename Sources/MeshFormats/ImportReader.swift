package import Documents

/// Turns the texts of files into imports, whatever their formats.
package struct ImportReader {
    package var options: ImportOptions
    private let progress: (_ done: Int, _ total: Int) -> Void

    /// `progress` hears how many records of the file under way are done; a total of 0 is not known yet.
    package init(
        options: ImportOptions = ImportOptions(), progress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) {
        self.options = options
        self.progress = progress
    }

    package func read(_ bytes: [UInt8], file: String) throws(FormatError) -> Import {
        try read(document(bytes, file: file))
    }

    package func read(_ document: Document) throws(FormatError) -> Import {
        guard let format = options.format ?? Format.recognise(document.root) else {
            throw .unrecognised(file: document.name, seen: Format.seen(document.root))
        }
        switch format {
        case .dcatUS: return try Catalogue(file: document.name, root: document.root, options: options).read(progress)
        }
    }

    private func document(_ bytes: [UInt8], file: String) throws(FormatError) -> Document {
        do { return try Document.read(bytes, name: file, budget: options.budget) } catch { throw .unreadable(error) }
    }
}
