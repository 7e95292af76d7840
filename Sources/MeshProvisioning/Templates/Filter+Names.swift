import MeshModel

/// The nearest slug.
func nearestSlug(_ text: String) throws(Filter.Refusal) -> String {
    guard let slug = DataProduct.ID(slugging: text)?.text else {
        throw Filter.Refusal(reason: "it holds no letter and no digit to make a name of")
    }
    return slug
}

/// Three to 63 small letters, digits and hyphens, beginning and ending with a letter or a digit.
///
/// Source: Amazon S3 user guide, general purpose bucket naming rules. Dots are allowed there, but break TLS host names.
func bucketName(_ text: String) throws(Filter.Refusal) -> String {
    var name: [UInt8] = []
    for byte in text.lowercased().utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): name.append(byte)
        default: if let last = name.last, last != UInt8(ascii: "-") { name.append(UInt8(ascii: "-")) }
        }
        if name.count == 63 { break }
    }
    while name.last == UInt8(ascii: "-") { name.removeLast() }
    guard name.count >= 3 else { throw Filter.Refusal(reason: "a bucket's name has at least three letters or digits") }
    return String(decoding: name, as: UTF8.self)
}
