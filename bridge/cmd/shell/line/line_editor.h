#ifndef CMD_SHELL_LINE_EDITOR_H
#define CMD_SHELL_LINE_EDITOR_H

#include "cmd/shell/line/line_history.h"

/*
 * Lines from a terminal, edited with libedit.  Without the library, they come
 * as the terminal has them.
 */

/* What can stand at the cursor. */
struct completions {
	char **items;
	size_t count;
	size_t begin; /* where the word that they replace begins */
	/*
	 * Put behind the only one: a blank; 0: nothing, since more of the word
	 * follows.
	 */
	char suffix;
	bool is_hint; /* list them, but do not put them into the line */
};

/* Add a copy of ITEM, unless it is there. */
void completions_add(struct completions *completions, const char *item);
void completions_clear(struct completions *completions);

struct line_editor_options {
	const char *prompt; /* without a blank behind it */
	bool is_coloured;
	const struct line_history *history; /* at the beginning */
	/* Fill COMPLETIONS, which are empty, for LINE up to the cursor. */
	void (*complete)(
	    void *owner, const char *line, struct completions *completions);
	void *owner;
};

struct line_editor;

/* NULL: out of memory.  A hint is printed if libedit is missing. */
struct line_editor *line_editor_new(const struct line_editor_options *options);
void line_editor_free(struct line_editor *editor);

/*
 * Read a line without its newline; it is valid until the next call.  ^C gives
 * an empty one.  NULL: the end, ^D.
 */
const char *line_editor_read(struct line_editor *editor);

/* Let the arrow keys find LINE. */
void line_editor_remember(struct line_editor *editor, const char *line);

#endif
