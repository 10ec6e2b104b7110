#ifndef SERVE_DEVELOPMENT_STACK_H
#define SERVE_DEVELOPMENT_STACK_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The stack of a thread, and its functions with the lines of their sources.
 * The names and lines come from addr2line(1), which is where a compiler is;
 * without it, or without debug information, only the names are known that the
 * program and its modules export or have in their symbol tables.
 */

#define STACK_FRAMES_MAX 64

struct stack {
	void *frames[STACK_FRAMES_MAX]; /* the innermost first */
	int count; /* 0: none was taken */
	bool is_crash; /* the first frame is where the thread crashed */
};

/* One function; one that was inlined is a line of its own. */
struct stack_line {
	const char *function; /* "?" if unknown */
	const char *file; /* of the source; NULL: unknown */
	unsigned line; /* of FILE; 0: unknown */
	const char *object; /* the program or module */
};

typedef void stack_visit(void *owner, const struct stack_line *line);

/*
 * Take the stack of this thread, from the frame of address AT outwards; NULL:
 * from that of the caller.  Safe in a signal handler once it was called before.
 */
void stack_take(struct stack *stack, const void *at);

/*
 * Call VISIT for each line of STACK.  With USE_SOURCES, the sources are looked
 * up, which starts a process and takes a part of a second.
 */
void stack_each(const struct stack *stack, bool use_sources, stack_visit *visit,
    void *owner);

#endif
