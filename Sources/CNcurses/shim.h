#pragma once
#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <string.h>

// What Swift cannot import: macros with casts, C globals that are variables, and the standard streams.

static const unsigned CNCURSES_BOLD = A_BOLD;
static const unsigned CNCURSES_DIM = A_DIM;
static const unsigned CNCURSES_UNDERLINE = A_UNDERLINE;
static const unsigned CNCURSES_REVERSE = A_REVERSE;

// Declared in <term.h>, which defines hundreds of macros with everyday names.
int setupterm(const char *terminal, int descriptor, int *result);

static inline SCREEN *cncurses_newterm(const char *terminal) { return newterm(terminal, stdout, stdin); }
static inline WINDOW *cncurses_stdscr(void) { return stdscr; }
static inline WINDOW *cncurses_curscr(void) { return curscr; }
static inline int cncurses_lines(void) { return LINES; }
static inline int cncurses_columns(void) { return COLS; }
static inline int cncurses_colors(void) { return COLORS; }

// A cell as ncurses keeps it. The pair goes into a field of its own, because the attributes have room for eight bits.
static inline cchar_t cncurses_cell(const wchar_t *scalars, int count, attr_t attributes, int pair) {
    cchar_t cell;
    memset(&cell, 0, sizeof cell);
    for (int i = 0; i < count && i < CCHARW_MAX; i++) cell.chars[i] = scalars[i];
    cell.attr = attributes | COLOR_PAIR(pair > 255 ? 255 : pair);
    cell.ext_color = pair;
    return cell;
}
