// MeshStore: to be filled.
