/*
 * Parts of multipart/form-data (RFC 7578), as RFC 2046 section 5.1 separates
 * them.  The body is read in chunks, of which any byte may be the last: what is
 * kept from one to the next is how much of the delimiter has matched, and the
 * headers of a part until they are whole.  Only the first byte of a delimiter
 * is a CR, so that after a byte that does not match nothing but that byte can
 * begin one.
 *
 * It is stricter than some: lines end in CR and LF, a line that begins with the
 * boundary is a delimiter or an error, and the last delimiter has to be there.
 * What follows that is not read.
 */
#include <string.h>

#include "web/request/body.h"
#include "web/request/part_head.h"
#include "web/request/request.h"
#include "web/types/header_parameter.h"

#define CHUNK_SIZE    16384
#define BOUNDARY_MAX  70 /* RFC 2046 section 5.1.1 */
#define PARTS_MAX     64
#define PART_SIZE_MAX (INT64_C(1024) * 1024)
#define HEADERS_MAX   8192

enum state {
	IN_PREAMBLE,
	BEHIND_BOUNDARY, /* two dashes, or the rest of the line */
	BEHIND_DASH,
	IN_PADDING,
	BEHIND_CR,
	IN_HEAD,
	IN_DATA,
	AT_END,
};

struct walk {
	struct gantry_request *request;
	struct gantry_multipart multipart; /* with its defaults */
	enum state state;
	char delimiter[sizeof("\r\n--") + BOUNDARY_MAX];
	size_t delimiter_length;
	size_t matched; /* bytes of the delimiter that were seen last */
	size_t earlier; /* of those, the ones of earlier chunks */
	size_t unowned; /* of those, the ones that are no data in any case */
	struct gantry_buffer head;
	struct gantry_part part;
	size_t parts;
	int64_t part_size; /* bytes of it so far */
};

static int
fail(struct walk *walk, const char *problem)
{
	return gantry_response_fail(walk->request->response, GANTRY_400,
	    "the multipart body is malformed: %s", problem);
}

static int
fail_part(struct walk *walk, const char *status, const char *problem)
{
	return gantry_response_fail(walk->request->response, status,
	    "part %zu of the body: %s", walk->parts, problem);
}

/* --- The delimiter --- */

static bool
is_boundary(const char *text)
{
	static const char characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					 "abcdefghijklmnopqrstuvwxyz"
					 "0123456789'()+_,-./:=? ";
	size_t length = strspn(text, characters);

	return length > 0 && length <= BOUNDARY_MAX && text[length] == '\0' &&
	    text[length - 1] != ' ';
}

/* The value of Content-Type's boundary, "" for none that is one; or NULL. */
static const char *
find_boundary(struct gantry_request *request)
{
	const char *at = gantry_environ_get(request->environ, "CONTENT_TYPE");
	struct header_parameter parameter;
	const char *boundary = "";
	int found;

	at += strcspn(at, ";");
	while ((found = header_parameter_next(&at, &parameter)) == 1) {
		if (!header_parameter_is(&parameter, "boundary"))
			continue;
		if (*boundary != '\0')
			return "";
		boundary = header_parameter_copy(request->environ, &parameter);
		if (boundary == NULL) {
			request_out_of_memory(request);
			return NULL;
		}
		if (!is_boundary(boundary))
			return "";
	}
	return found == 0 ? boundary : "";
}

static int
begin_walk(struct walk *walk)
{
	struct gantry_multipart *multipart = &walk->multipart;
	const char *boundary = find_boundary(walk->request);

	if (boundary == NULL)
		return -1;
	if (*boundary == '\0')
		return gantry_response_fail(walk->request->response, GANTRY_400,
		    "the Content-Type has no boundary of 1 to 70 characters");
	strcpy(walk->delimiter, "\r\n--");
	strcat(walk->delimiter, boundary);
	walk->delimiter_length = strlen(walk->delimiter);
	/* The first has no line before it. */
	walk->matched = walk->earlier = walk->unowned = 2;
	if (multipart->parts_max == 0)
		multipart->parts_max = PARTS_MAX;
	if (multipart->part_size_max == 0)
		multipart->part_size_max = PART_SIZE_MAX;
	if (multipart->headers_max == 0)
		multipart->headers_max = HEADERS_MAX;
	return 0;
}

/* --- The bytes --- */

/* A part has LENGTH bytes more. */
static int
give(struct walk *walk, const char *data, size_t length)
{
	const struct gantry_multipart *multipart = &walk->multipart;

	if (walk->state != IN_DATA || length == 0)
		return 0;
	walk->part_size += (int64_t)length;
	if (multipart->part_size_max >= 0 &&
	    walk->part_size > multipart->part_size_max)
		return gantry_response_fail(walk->request->response, GANTRY_413,
		    "part %zu of the body, '%.64s', exceeds %lld "
		    "bytes",
		    walk->parts, walk->part.name,
		    (long long)multipart->part_size_max);
	if (multipart->data == NULL)
		return 0;
	return multipart->data(multipart->argument, data, length) == -1 ? -1
									: 0;
}

/* What earlier chunks ended in was no delimiter, and is data. */
static int
give_earlier(struct walk *walk)
{
	size_t from = walk->unowned, to = walk->earlier;

	walk->unowned = walk->earlier = 0;
	return give(walk, walk->delimiter + from, to - from);
}

/* The delimiter is whole. */
static int
end_data(struct walk *walk)
{
	const struct gantry_multipart *multipart = &walk->multipart;
	bool is_part = walk->state == IN_DATA;

	walk->state = BEHIND_BOUNDARY;
	walk->matched = walk->earlier = walk->unowned = 0;
	if (!is_part || multipart->end == NULL)
		return 0;
	return multipart->end(multipart->argument) == -1 ? -1 : 0;
}

/*
 * Give what stands before the delimiter, from *AT on, and pass that.  At most
 * one call of the callback for each chunk, and one for what earlier ones ended
 * in.
 */
static int
walk_data(struct walk *walk, const char **at, const char *end)
{
	const char *begin = *at, *p = begin;

	while (p < end && walk->matched < walk->delimiter_length) {
		if (walk->matched == 0) {
			p = memchr(p, '\r', (size_t)(end - p));
			if (p == NULL) {
				p = end;
				break;
			}
		}
		if (*p == walk->delimiter[walk->matched]) {
			walk->matched++;
			p++;
			continue;
		}
		if (give_earlier(walk) == -1)
			return -1;
		walk->matched = 0;
	}
	*at = p;
	/* Of this chunk, what has matched is not given, or not yet. */
	if (give(walk, begin,
		(size_t)(p - begin) - (walk->matched - walk->earlier)) == -1)
		return -1;
	walk->earlier = walk->matched;
	return walk->matched == walk->delimiter_length ? end_data(walk) : 0;
}

/* The rest of a delimiter's line. */
static int
walk_line(struct walk *walk, const char **at)
{
	const char c = *(*at)++;

	if (walk->state == BEHIND_BOUNDARY && c == '-')
		walk->state = BEHIND_DASH;
	else if (walk->state == BEHIND_DASH && c == '-')
		walk->state = AT_END;
	else if (walk->state == BEHIND_CR && c == '\n')
		walk->state = IN_HEAD;
	else if (walk->state == BEHIND_DASH || walk->state == BEHIND_CR)
		return fail(walk,
		    "a boundary is followed by what is no end "
		    "of a line");
	else if (c == '\r')
		walk->state = BEHIND_CR;
	else if (c == ' ' || c == '\t')
		walk->state = IN_PADDING;
	else
		return fail(walk,
		    "a line begins with the boundary and goes "
		    "on");
	return 0;
}

static int
begin_part(struct walk *walk)
{
	const struct gantry_multipart *multipart = &walk->multipart;
	const char *problem;

	if (part_head_read(walk->request->environ, walk->head.data,
		walk->head.length, &walk->part, &problem) == -1)
		return problem != NULL ? fail_part(walk, GANTRY_400, problem)
				       : request_out_of_memory(walk->request);
	gantry_buffer_reset(&walk->head);
	walk->part_size = 0;
	walk->state = IN_DATA;
	/* A part that is empty may lack the end of the line that is. */
	walk->matched = walk->earlier = walk->unowned = 2;
	if (multipart->begin == NULL)
		return 0;
	return multipart->begin(multipart->argument, &walk->part) == -1 ? -1
									: 0;
}

/* Do the headers end here? */
static bool
is_head_whole(const struct gantry_buffer *head)
{
	const char *end = head->data + head->length;

	if (head->length == 2)
		return memcmp(end - 2, "\r\n", 2) == 0;
	return head->length >= 4 && memcmp(end - 4, "\r\n\r\n", 4) == 0;
}

/* Gather a part's headers, line by line. */
static int
walk_head(struct walk *walk, const char **at, const char *end)
{
	struct gantry_buffer *head = &walk->head;
	const char *begin = *at;
	const char *newline = memchr(begin, '\n', (size_t)(end - begin));

	if (head->length == 0 && walk->parts++ == walk->multipart.parts_max)
		return gantry_response_fail(walk->request->response, GANTRY_413,
		    "the body has more than %zu parts",
		    walk->multipart.parts_max);
	*at = newline != NULL ? newline + 1 : end;
	if ((size_t)(*at - begin) > walk->multipart.headers_max - head->length)
		return gantry_response_fail(walk->request->response, GANTRY_413,
		    "the headers of part %zu of the body exceed %zu bytes",
		    walk->parts, walk->multipart.headers_max);
	if (gantry_buffer_add(head, begin, (size_t)(*at - begin)) == -1)
		return request_out_of_memory(walk->request);
	return is_head_whole(head) ? begin_part(walk) : 0;
}

static int
feed(struct walk *walk, const char *data, size_t length)
{
	const char *at = data, *end = data + length;
	int result = 0;

	while (at < end && walk->state != AT_END && result == 0) {
		if (walk->state == IN_PREAMBLE || walk->state == IN_DATA)
			result = walk_data(walk, &at, end);
		else if (walk->state == IN_HEAD)
			result = walk_head(walk, &at, end);
		else
			result = walk_line(walk, &at);
	}
	return result;
}

static int
feed_body(struct walk *walk)
{
	struct gantry_request *request = walk->request;
	char chunk[CHUNK_SIZE];
	ssize_t count;

	if (request->body != NULL)
		return feed(walk, request->body, request->body_length);
	while (walk->state != AT_END) {
		count = gantry_request_read(request, chunk, sizeof(chunk));
		if (count == -1)
			return -1;
		if (count == 0)
			return 0;
		if (feed(walk, chunk, (size_t)count) == -1)
			return -1;
	}
	return 0;
}

int
gantry_request_multipart(
    struct gantry_request *request, const struct gantry_multipart *multipart)
{
	struct walk walk = { .request = request, .multipart = *multipart };
	const char *type = body_type(request);
	int result;

	if (type == NULL)
		return -1;
	if (strcmp(type, "multipart/form-data") != 0)
		return body_refuse_type(request, type, "multipart/form-data");
	if (begin_walk(&walk) == -1)
		return -1;
	result = feed_body(&walk);
	if (result == 0 && walk.state != AT_END)
		result = fail(&walk, "it ends before its last boundary");
	gantry_buffer_clear(&walk.head);
	return result;
}
