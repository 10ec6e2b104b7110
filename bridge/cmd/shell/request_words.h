#ifndef CMD_SHELL_REQUEST_WORDS_H
#define CMD_SHELL_REQUEST_WORDS_H

#include <stdbool.h>

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * A request as it is typed:
 *
 *	[METHOD] /PATH [WORD ...]
 *
 *	name==value	a parameter of the query
 *	name=value	the same; a field of a form with POST, PUT and PATCH
 *	name:=JSON	a member of a JSON object; name=value is one as well
 *	Name:value	a header; a blank may follow the colon
 *	:json TEXT	the rest of the line is the body, JSON
 *	:text TEXT	the rest of the line is the body, plain text
 *	@FILE		the body is the content of FILE
 *
 * Names and values are encoded as the URL or the form needs.  Without a METHOD
 * it is GET, or POST if there is a body.
 */

/* Zeros are an empty one. */
struct request_words {
	char *method;
	char *target; /* percent-encoded */
	char **headers; /* "Name: value", ended by NULL */
	size_t header_count;
	struct gantry_buffer body;
	bool has_body;
};

/* Read LINE into WORDS, which are empty.  Returns 0, or -1 with ERROR filled;
 * both times request_words_clear is due. */
int request_words_read(
    struct request_words *words, const char *line, struct gantry_error *error);

/* Free everything; idempotent. */
void request_words_clear(struct request_words *words);

/* Is WORD the name of a method, in capitals or not, or does it begin a path? */
bool request_words_begin(const char *word);

/* Is there a header NAME? */
bool request_words_has_header(
    const struct request_words *words, const char *name);

/* Add a header.  Returns 0, or -1 when memory ran out. */
int request_words_add_header(struct request_words *words, const char *name,
    const char *value, struct gantry_error *error);

/* The methods that are known, ended by NULL. */
extern const char *const request_words_methods[];

#endif
