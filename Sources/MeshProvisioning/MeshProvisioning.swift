// MeshProvisioning: to be filled.
