#ifndef UNIT_ANSWER_H
#define UNIT_ANSWER_H

#include <stddef.h>

#include "gantry/buffer.h"

/*
 * An answer as a CGI program gives it, taken apart: "Status: 200 OK", headers,
 * an empty line, the body.
 */

struct answer {
	struct gantry_buffer bytes; /* as they came; NUL-terminated by read */
	int status;
	char reason[64];
	const char *head; /* the header lines, the Status line too */
	const char *body; /* NUL-terminated */
	size_t body_length;
};

/* Free what ANSWER holds; it begins as { 0 }. */
void answer_clear(struct answer *answer);

/* Take ANSWER's bytes apart; what is no answer fails the test. */
void answer_read(struct answer *answer);

/*
 * The value of the header NAME, or NULL; given twice, it fails the test.  The
 * string is good for three calls more.
 */
const char *answer_header(const struct answer *answer, const char *name);

#endif
