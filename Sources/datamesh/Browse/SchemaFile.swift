import CatalogUI
import Documents
import MeshFormats
import MeshModel

/// A file that states a schema: a publication, or the schema alone, in any shape that `product publish -f` reads.
enum SchemaFile {
    static func read(_ path: String, of product: DataProduct.ID) -> Result<[SchemaObject], Refusal> {
        do throws(Failure) {
            let document = try StatedDocument(file: path).shaped { root in
                let stated = root["schema"] == nil ? Node(.map(["schema": root]), at: root.position) : root
                return stated.naming("product_id").publicationShape(object: product.text)
            }
            let schema = try document.value(Publication.self).schema
            return schema.isEmpty ? .failure(Refusal("\(path) states no field")) : .success(schema)
        } catch {
            return .failure(Refusal(error.sentence ?? "\(path) cannot be read"))
        }
    }
}
