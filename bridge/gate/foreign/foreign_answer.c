/*
 * Other servers send nearly everything that a program says, so programs rely on
 * it.  What remains refused is what would let a client inject a header, and
 * what no reader could understand.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text/header.h"
#include "gantry/status.h"
#include "gate/foreign/foreign_mount.h"

#define SIZE_MAX_BYTES 65536

static const char *const reasons[] = { GANTRY_200, GANTRY_201, GANTRY_202,
	GANTRY_203, GANTRY_204, GANTRY_205, GANTRY_206, GANTRY_207, GANTRY_300,
	GANTRY_301, GANTRY_302, GANTRY_303, GANTRY_304, GANTRY_307, GANTRY_308,
	GANTRY_400, GANTRY_401, GANTRY_402, GANTRY_403, GANTRY_404, GANTRY_405,
	GANTRY_406, GANTRY_408, GANTRY_409, GANTRY_410, GANTRY_411, GANTRY_412,
	GANTRY_413, GANTRY_414, GANTRY_415, GANTRY_416, GANTRY_417, GANTRY_421,
	GANTRY_422, GANTRY_423, GANTRY_424, GANTRY_425, GANTRY_426, GANTRY_428,
	GANTRY_429, GANTRY_431, GANTRY_451, GANTRY_500, GANTRY_501, GANTRY_502,
	GANTRY_503, GANTRY_504, GANTRY_505, GANTRY_507, GANTRY_508,
	GANTRY_511 };

/* A repair under way. */
struct repair {
	struct foreign_answer *answer;
	struct gantry_environ *environ;
	struct gantry_error *error;
	struct gantry_header *headers;
	size_t count;
	size_t size;
	uint64_t seen; /* headers that may be given once */
	uint64_t at[64]; /* where each of those is */
};

static void
note(struct repair *repair, const char *what)
{
	if (repair->answer->repairs++ == 0)
		repair->answer->first = what;
}

/*
 * TEXT with blanks for tabs and without blanks at its ends; itself if it is so
 * already.  NULL with ERROR filled: it has a control character, or memory ran
 * out.
 */
static const char *
clean(struct repair *repair, const char *text, const char *name)
{
	size_t length = strlen(text), i;
	char *copy;

	if (!header_value_is_valid(text)) {
		for (i = 0; i < length; i++)
			if ((unsigned char)text[i] < 0x20 && text[i] != '\t')
				break;
		if (i < length || memchr(text, 0x7f, length) != NULL) {
			gantry_error_set(repair->error, GANTRY_ERROR_INPUT,
			    "the value of %.64s contains a control character",
			    name);
			return NULL;
		}
	} else if (length == 0 ||
	    (!isblank((unsigned char)text[0]) &&
		!isblank((unsigned char)text[length - 1]))) {
		return text;
	}
	note(repair, "blanks around a value, or a tab in it");
	header_trim(&text, &length);
	copy = arena_strndup(&repair->environ->arena, text, length);
	if (copy == NULL)
		gantry_error_memory(repair->error);
	for (i = 0; copy != NULL && i < length; i++)
		if (copy[i] == '\t')
			copy[i] = ' ';
	return copy;
}

/* The reason of STATUS, three digits, as a whole line. */
static const char *
line_of(struct repair *repair, const char *status)
{
	const char *line;
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (strncmp(reasons[i], status, 3) == 0)
			return reasons[i];
	line = gantry_environ_format(
	    repair->environ, "%.3s Status %.3s", status, status);
	if (line == NULL)
		gantry_error_memory(repair->error);
	return line;
}

static int
repair_status(struct repair *repair, const char *status)
{
	struct foreign_answer *answer = repair->answer;
	const unsigned char *s;

	if (status == NULL)
		return gantry_error_set(
		    repair->error, GANTRY_ERROR_INPUT, "the status is missing");
	status = clean(repair, status, "the status");
	if (status == NULL)
		return -1;
	s = (const unsigned char *)status;
	if (!isdigit(s[0]) || !isdigit(s[1]) || !isdigit(s[2]) ||
	    (s[3] != '\0' && s[3] != ' '))
		return gantry_error_set(repair->error, GANTRY_ERROR_INPUT,
		    "a status is three digits, a space and a reason: '%.64s'",
		    status);
	if (s[0] < '2' || s[0] > '5')
		return gantry_error_set(repair->error, GANTRY_ERROR_INPUT,
		    "a status is from 200 to 599: '%.64s'", status);
	answer->status = (s[0] - '0') * 100 + (s[1] - '0') * 10 + (s[2] - '0');
	if (s[3] == '\0') {
		note(repair, "a status without a reason");
		status = line_of(repair, status);
	}
	answer->line = status;
	return status != NULL ? 0 : -1;
}

/* 204 and 304 have no content to describe. */
static bool
is_bare(const struct repair *repair)
{
	return repair->answer->status == 204 || repair->answer->status == 304;
}

/* The index of the bit in a mask of one. */
static unsigned
index_of(uint64_t bit)
{
	return (unsigned)__builtin_ctzll(bit);
}

/* Why the header is dropped, or NULL. */
static const char *
why_dropped(const struct repair *repair, const char *name, const char *value,
    const struct header_facts *facts)
{
	if (!header_is_token(name))
		return "a header whose name is not valid";
	if (facts->rule == HEADER_STATUS)
		return "a header Status";
	if (facts->rule == HEADER_HOP)
		return "a hop-by-hop header";
	if (is_bare(repair) &&
	    (facts->rule == HEADER_TYPE || facts->rule == HEADER_LENGTH))
		return "a Content-Type or Content-Length of a 204 or 304";
	if (*value == '\0' &&
	    (facts->rule == HEADER_TYPE || facts->rule == HEADER_LOCATION))
		return "an empty Content-Type or Location";
	return NULL;
}

static int
check_length(struct repair *repair, const char *value)
{
	struct foreign_answer *answer = repair->answer;
	int64_t length = 0;
	const char *p;

	for (p = value; isdigit((unsigned char)*p); p++) {
		if (length > (INT64_MAX - 9) / 10)
			break;
		length = length * 10 + (*p - '0');
	}
	if (p == value || *p != '\0')
		return gantry_error_set(repair->error, GANTRY_ERROR_INPUT,
		    "Content-Length is not a number: '%.64s'", value);
	if (answer->content_length != -1 && answer->content_length != length)
		return gantry_error_set(repair->error, GANTRY_ERROR_INPUT,
		    "Content-Length is given twice, and differs");
	answer->content_length = length;
	return 0;
}

/* Keep the header; of one that may be given once, the last. */
static int
keep(struct repair *repair, const struct header_facts *facts, const char *name,
    const char *value)
{
	const struct gantry_header header = { name, value };
	size_t at = repair->count;

	if (facts->rule == HEADER_LENGTH && check_length(repair, value) == -1)
		return -1;
	if (facts->bit != 0 && (repair->seen & facts->bit) != 0) {
		note(repair, "a header that was given twice");
		at = repair->at[index_of(facts->bit)];
	} else if (facts->bit != 0) {
		repair->seen |= facts->bit;
		repair->at[index_of(facts->bit)] = at;
	}
	repair->headers[at] = header;
	if (at == repair->count)
		repair->count++;
	repair->size += strlen(name) + strlen(value) + strlen(": \r\n");
	if (repair->size <= SIZE_MAX_BYTES)
		return 0;
	return gantry_error_set(repair->error, GANTRY_ERROR_LIMIT,
	    "the headers exceed %d bytes", SIZE_MAX_BYTES);
}

static int
repair_header(struct repair *repair, const struct gantry_header *header)
{
	struct header_facts facts;
	struct gantry_error unread;
	const char *value = header->value, *why;
	size_t i;

	for (i = 0; header->name[i] != '\0'; i++)
		if (iscntrl((unsigned char)header->name[i]))
			return gantry_error_set(repair->error,
			    GANTRY_ERROR_INPUT,
			    "a header's name contains a control character");
	if (value == NULL)
		return gantry_error_set(repair->error, GANTRY_ERROR_INPUT,
		    "the value of %.64s is missing", header->name);
	value = clean(repair, value, header->name);
	if (value == NULL)
		return -1;
	header_check(header->name, value, &facts, &unread);
	why = why_dropped(repair, header->name, value, &facts);
	if (why == NULL)
		return keep(repair, &facts, header->name, value);
	note(repair, why);
	return 0;
}

int
foreign_repair(struct foreign_answer *answer, struct gantry_environ *environ,
    const char *status, const struct gantry_header *headers,
    struct gantry_error *error)
{
	struct repair repair = {
		.answer = answer,
		.environ = environ,
		.error = error,
	};
	size_t count = 0, i;

	*answer = (struct foreign_answer){ .content_length = -1 };
	if (headers == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the headers are missing");
	if (repair_status(&repair, status) == -1)
		return -1;
	while (headers[count].name != NULL)
		count++;
	repair.headers =
	    arena_alloc(&environ->arena, (count + 1) * sizeof(*repair.headers));
	if (repair.headers == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < count; i++)
		if (repair_header(&repair, &headers[i]) == -1)
			return -1;
	repair.headers[repair.count] = (struct gantry_header){ NULL, NULL };
	answer->headers = repair.headers;
	return 0;
}
