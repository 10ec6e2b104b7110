#ifndef CMD_SHELL_SCREEN_H
#define CMD_SHELL_SCREEN_H

#include "gantry/buffer.h"

/*
 * Text for a terminal.  What a client or an application wrote passes
 * screen_put_clean, so that no control character of it reaches the terminal.
 */

enum screen_colour {
	SCREEN_PLAIN,
	SCREEN_RED,
	SCREEN_GREEN,
	SCREEN_YELLOW,
	SCREEN_BLUE,
	SCREEN_MAGENTA,
	SCREEN_CYAN,
	SCREEN_GREY,
	SCREEN_BOLD,
};

/*
 * Is DESCRIPTOR a terminal that shows colours?  Not if NO_COLOR is set and not
 * empty (https://no-color.org), or if TERM is "dumb".
 */
bool screen_has_colour(int descriptor);

/*
 * Append LENGTH bytes of TEXT.  A newline and a tab stay.  Other control
 * characters, bytes that are not UTF-8, and characters that change the
 * direction of text become \xNN and \uNNNN.  CR LF becomes LF.
 */
void screen_put_clean(
    struct gantry_buffer *to, const char *text, size_t length);

/* The same for TEXT on one line: a newline and a tab are escaped as well. */
void screen_put_line(struct gantry_buffer *to, const char *text, size_t length);

/* Append TEXT in COLOUR if IS_COLOURED; clean, and on one line. */
void screen_put_coloured(struct gantry_buffer *to, bool is_coloured,
    enum screen_colour colour, const char *text, size_t length);

/* The escape sequence that begins COLOUR; SCREEN_PLAIN ends all. */
const char *screen_sequence(enum screen_colour colour);

/* Write TEXT to standard output and clear it. */
void screen_print(struct gantry_buffer *text);

#endif
