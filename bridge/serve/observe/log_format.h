#ifndef SERVE_OBSERVE_LOG_FORMAT_H
#define SERVE_OBSERVE_LOG_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/error.h"

/*
 * The format of an access log's lines, taken apart once: gunicorn's,
 *
 *	%(h)s client		%(l)s "-"		%(u)s user
 *	%(t)s [time]		%(r)s request line	%(m)s method
 *	%(U)s path		%(q)s query		%(H)s protocol
 *	%(s)s status		%(B)s bytes		%(b)s bytes, or "-"
 *	%(f)s Referer		%(a)s User-Agent	%(p)s <process>
 *	%(T)s seconds		%(M)s milliseconds	%(D)s microseconds
 *	%(L)s seconds, with their fraction
 *	%({name}i)s a header of the request
 *	%({name}o)s a header of the answer
 *	%({NAME}e)s a variable of the environ
 *
 * and %(i)s is the request's id, %% a percent sign; "combined", as Apache and
 * nginx write it; and "json", an object.
 *
 * Whatever a client sent is escaped: a quote, a backslash, a control character
 * or a byte beyond ASCII is \xNN, and so is a blank where the format has no
 * quotes around it, so that no request can forge a line or a field.  What is
 * not there is "-".
 */

/* What is done with a part. */
enum log_part_kind {
	LOG_PART_TEXT, /* the part's own */
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
	LOG_PART_PROCESS,
	LOG_PART_ID,
	LOG_PART_VARIABLE, /* whose name is the text */
	LOG_PART_HEADER, /* of the answer, likewise */
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
	char *texts; /* that the parts point into */
	bool is_json; /* there are no parts */
};

/*
 * Take the format TEXT apart.  Returns 0, or -1 with ERROR filled; it names
 * what is wrong and where.
 */
int log_format_compile(
    struct log_format *format, const char *text, struct gantry_error *error);

/* Idempotent. */
void log_format_clear(struct log_format *format);

#endif
