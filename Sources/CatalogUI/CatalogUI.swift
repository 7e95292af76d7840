// CatalogUI: to be filled.
