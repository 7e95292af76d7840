// Terminal: to be filled.
