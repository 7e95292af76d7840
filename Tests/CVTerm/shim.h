#pragma once
#include <vterm.h>

// libvterm keeps attributes in bit fields, which Swift does not import.

enum { CVTERM_BOLD = 1, CVTERM_UNDERLINE = 2, CVTERM_REVERSE = 4 };

static inline unsigned cvterm_attributes(const VTermScreenCell *cell) {
    return (cell->attrs.bold ? CVTERM_BOLD : 0u) | (cell->attrs.underline ? CVTERM_UNDERLINE : 0u)
        | (cell->attrs.reverse ? CVTERM_REVERSE : 0u);
}

// The number of a colour in the palette, -1 for the terminal's own.
static inline int cvterm_foreground(const VTermScreenCell *cell) {
    return VTERM_COLOR_IS_DEFAULT_FG(&cell->fg) || !VTERM_COLOR_IS_INDEXED(&cell->fg) ? -1 : cell->fg.indexed.idx;
}

static inline int cvterm_background(const VTermScreenCell *cell) {
    return VTERM_COLOR_IS_DEFAULT_BG(&cell->bg) || !VTERM_COLOR_IS_INDEXED(&cell->bg) ? -1 : cell->bg.indexed.idx;
}

// What a program may have switched on and must switch off before it ends.
typedef struct {
    bool isCursorVisible;
    bool isAlternateScreen;
    bool isMouseReported;
} CVTermModes;

static inline int cvterm_mode_changed(VTermProp property, VTermValue *value, void *user) {
    CVTermModes *modes = user;
    switch (property) {
    case VTERM_PROP_CURSORVISIBLE: modes->isCursorVisible = value->boolean; break;
    case VTERM_PROP_ALTSCREEN: modes->isAlternateScreen = value->boolean; break;
    case VTERM_PROP_MOUSE: modes->isMouseReported = value->number != VTERM_PROP_MOUSE_NONE; break;
    default: break;
    }
    return 1;
}

static const VTermScreenCallbacks cvterm_callbacks = {.settermprop = cvterm_mode_changed};

static inline void cvterm_watch(VTermScreen *screen, CVTermModes *modes) {
    vterm_screen_set_callbacks(screen, &cvterm_callbacks, modes);
}
