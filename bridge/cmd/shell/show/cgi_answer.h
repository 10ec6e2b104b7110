#ifndef CMD_SHELL_CGI_ANSWER_H
#define CMD_SHELL_CGI_ANSWER_H

#include "gantry/buffer.h"

/* An answer in the form of CGI, taken apart and printed. */

struct answer {
	int status; /* 200 */
	const char *head; /* the lines after the status */
	size_t head_length;
	const char *line; /* "200 OK" */
	size_t line_length;
	const char *body;
	size_t body_length;
};

/* Take BYTES apart; they stay in use.  False: the headers are not complete. */
bool answer_parse(struct answer *answer, const struct gantry_buffer *bytes);

/*
 * The next header at *POSITION, which begins at 0, as "Name: value" of *LENGTH
 * bytes; NULL after the last.
 */
const char *answer_next_header(
    const struct answer *answer, size_t *position, size_t *length);

/*
 * The value of the first header NAME, of *LENGTH bytes, or NULL.
 */
const char *answer_header(
    const struct answer *answer, const char *name, size_t *length);

/* Does its body come in parts that are to be shown as they come? */
bool answer_is_stream(const struct answer *answer);

/* Is its body JSON, by its type and by its text? */
bool answer_is_json(const struct answer *answer);

/* Is its body text without a content coding? */
bool answer_is_text(const struct answer *answer);

struct answer_style {
	bool is_coloured;
	bool sorts; /* the members of JSON objects */
	size_t lines_max; /* of the body; 0: all */
};

/* Append the status line, without a newline, or the lines of the headers. */
void answer_put_status(struct gantry_buffer *text, const struct answer *answer,
    const struct answer_style *style);
void answer_put_headers(struct gantry_buffer *text, const struct answer *answer,
    const struct answer_style *style);

/*
 * Append the body with a newline at its end: JSON indented, text clean, and a
 * line about anything else.
 */
void answer_put_body(struct gantry_buffer *text, const struct answer *answer,
    const struct answer_style *style);

#endif
