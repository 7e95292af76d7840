// Widgets: to be filled.
