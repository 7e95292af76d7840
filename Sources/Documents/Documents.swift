// Documents: to be filled.
