// MeshFormats: to be filled.
