#ifndef SERVE_OBSERVE_LOG_FORMAT_H
#define SERVE_OBSERVE_LOG_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/error.h"

/*
 * The compiled format of access log lines.  The values are those of gunicorn,
 *
 *	%(h)s client		%(l)s "-"		%(u)s user
 *	%(t)s [time]		%(r)s request line	%(m)s method
 *	%(U)s path		%(q)s query		%(H)s protocol
 *	%(s)s status		%(B)s bytes		%(b)s bytes, or "-"
 *	%(f)s Referer		%(a)s User-Agent	%(p)s <process>
 *	%(T)s seconds		%(M)s milliseconds	%(D)s microseconds
 *	%(L)s seconds, with their fraction
 *	%({name}i)s a header of the request
 *	%({name}o)s a header of the response
 *	%({NAME}e)s a variable of the environ
 *
 * plus %(i)s for the request id, %(w)s for the milliseconds that a deferred
 * request waited, %(c)s for those that a request waited for its client, and %%
 * for a percent sign.  The format "combined" is that of Apache and nginx, and
 * "json" writes an object.
 *
 * Values from a client are escaped, so that a request cannot forge a line or a
 * field: quotes, backslashes, control characters and non-ASCII bytes become
 * \xNN, and so do blanks unless the format has quotes around the value.  A
 * missing value is "-".
 */

/* What a part writes. */
enum log_part_kind {
	LOG_PART_TEXT, /* its text */
	LOG_PART_TIME,
	LOG_PART_REQUEST,
	LOG_PART_PATH,
	LOG_PART_STATUS,
	LOG_PART_BYTES,
	LOG_PART_BYTES_OR_DASH,
	LOG_PART_SECONDS,
	LOG_PART_MILLISECONDS,
	LOG_PART_MICROSECONDS,
	LOG_PART_DECIMAL,
	LOG_PART_WAITED,
	LOG_PART_CLIENT,
	LOG_PART_PROCESS,
	LOG_PART_ID,
	LOG_PART_VARIABLE, /* of the environ, named by the text */
	LOG_PART_HEADER, /* of the response, named by the text */
};

struct log_part {
	enum log_part_kind kind;
	bool is_quoted; /* the format has quotes around it */
	const char *text;
	size_t length;
};

struct log_format {
	struct log_part *parts;
	size_t count;
	char *texts; /* the parts point into it */
	bool is_json; /* without parts */
};

/*
 * Compile the format TEXT.  Returns 0, or -1 with ERROR filled, which tells
 * what is wrong and in which column.
 */
int log_format_compile(
    struct log_format *format, const char *text, struct gantry_error *error);

/* Idempotent. */
void log_format_clear(struct log_format *format);

#endif
