// NcursesTerminal: to be filled.
