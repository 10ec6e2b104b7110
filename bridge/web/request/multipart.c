/*
 * The parser of multipart/form-data (RFC 7578; RFC 2046 section 5.1).  It reads
 * the body in chunks, which may end anywhere.  From one chunk to the next it
 * keeps how much of the delimiter has matched, and the incomplete headers of a
 * part.  Only the first byte of a delimiter is a CR, so after a mismatch only
 * the byte that did not match can begin a delimiter.
 *
 * It is stricter than other parsers: lines end in CR and LF, a line that begins
 * with the boundary is a delimiter or an error, and the last delimiter must be
 * there.  What follows the last delimiter is not read.
 */
#include <string.h>

#include "web/request/body.h"
#include "web/request/field_values.h"
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
	AFTER_BOUNDARY, /* before two dashes or the rest of the line */
	AFTER_DASH,
	IN_PADDING,
	AFTER_CR,
	IN_HEAD,
	IN_DATA,
	AT_END,
};

struct parser {
	struct gantry_request *request;
	struct gantry_multipart multipart; /* with its defaults */
	enum state state;
	char delimiter[sizeof("\r\n--") + BOUNDARY_MAX];
	size_t delimiter_length;
	size_t
	    matched; /* bytes of the delimiter at the end of the input so far */
	size_t earlier; /* of those, the ones in earlier chunks */
	size_t unowned; /* of those, the ones that are never data */
	struct gantry_buffer head;
	struct gantry_part part;
	size_t parts;
	int64_t part_size; /* bytes of it so far */
	bool is_checked; /* by VALUES */
	struct field_values values;
};

static int
fail(struct parser *parser, const char *problem)
{
	return gantry_response_fail(parser->request->response, GANTRY_400,
	    "the multipart body is malformed: %s", problem);
}

static int
fail_part(struct parser *parser, const char *status, const char *problem)
{
	return gantry_response_fail(parser->request->response, status,
	    "part %zu of the body: %s", parser->parts, problem);
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

/* The boundary in Content-Type; "" if it is not valid; NULL: no memory. */
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
parser_init(struct parser *parser)
{
	struct gantry_multipart *multipart = &parser->multipart;
	const char *boundary = find_boundary(parser->request);

	if (boundary == NULL)
		return -1;
	if (*boundary == '\0')
		return gantry_response_fail(parser->request->response,
		    GANTRY_400,
		    "the Content-Type has no valid boundary of 1 to 70 characters");
	strcpy(parser->delimiter, "\r\n--");
	strcat(parser->delimiter, boundary);
	parser->delimiter_length = strlen(parser->delimiter);
	/* The first delimiter needs no line before it. */
	parser->matched = parser->earlier = parser->unowned = 2;
	if (multipart->parts_max == 0)
		multipart->parts_max = PARTS_MAX;
	if (multipart->part_size_max == 0)
		multipart->part_size_max = PART_SIZE_MAX;
	if (multipart->headers_max == 0)
		multipart->headers_max = HEADERS_MAX;
	return 0;
}

/* --- The bytes --- */

/* Pass LENGTH bytes of a part to the application. */
static int
emit(struct parser *parser, const char *data, size_t length)
{
	const struct gantry_multipart *multipart = &parser->multipart;

	if (parser->state != IN_DATA || length == 0)
		return 0;
	parser->part_size += (int64_t)length;
	if (multipart->part_size_max >= 0 &&
	    parser->part_size > multipart->part_size_max)
		return gantry_response_fail(parser->request->response,
		    GANTRY_413,
		    "part %zu of the body, '%.64s', exceeds %lld "
		    "bytes",
		    parser->parts, parser->part.name,
		    (long long)multipart->part_size_max);
	if (parser->is_checked &&
	    field_values_data(&parser->values, data, length) == -1)
		return -1;
	if (multipart->data == NULL)
		return 0;
	return multipart->data(multipart->argument, data, length) != 0 ? -1 : 0;
}

/* What earlier chunks ended with was not a delimiter: it is data. */
static int
emit_earlier(struct parser *parser)
{
	size_t from = parser->unowned, to = parser->earlier;

	parser->unowned = parser->earlier = 0;
	return emit(parser, parser->delimiter + from, to - from);
}

/* A whole delimiter was read. */
static int
end_data(struct parser *parser)
{
	const struct gantry_multipart *multipart = &parser->multipart;
	bool is_part = parser->state == IN_DATA;

	parser->state = AFTER_BOUNDARY;
	parser->matched = parser->earlier = parser->unowned = 0;
	if (is_part && parser->is_checked &&
	    field_values_end_part(&parser->values) == -1)
		return -1;
	if (!is_part || multipart->end == NULL)
		return 0;
	return multipart->end(multipart->argument) != 0 ? -1 : 0;
}

/*
 * Emit the data from *AT up to the delimiter, and skip that.  The callback is
 * called at most once for each chunk, and once for what earlier ones ended
 * with.
 */
static int
parse_data(struct parser *parser, const char **at, const char *end)
{
	const char *begin = *at, *p = begin;

	while (p < end && parser->matched < parser->delimiter_length) {
		if (parser->matched == 0) {
			p = memchr(p, '\r', (size_t)(end - p));
			if (p == NULL) {
				p = end;
				break;
			}
		}
		if (*p == parser->delimiter[parser->matched]) {
			parser->matched++;
			p++;
			continue;
		}
		if (emit_earlier(parser) == -1)
			return -1;
		parser->matched = 0;
	}
	*at = p;
	/* What has matched in this chunk is not emitted, or not yet. */
	if (emit(parser, begin,
		(size_t)(p - begin) - (parser->matched - parser->earlier)) ==
	    -1)
		return -1;
	parser->earlier = parser->matched;
	return parser->matched == parser->delimiter_length ? end_data(parser)
							   : 0;
}

/* The rest of a delimiter's line. */
static int
parse_line(struct parser *parser, const char **at)
{
	const char c = *(*at)++;

	if (parser->state == AFTER_BOUNDARY && c == '-')
		parser->state = AFTER_DASH;
	else if (parser->state == AFTER_DASH && c == '-')
		parser->state = AT_END;
	else if (parser->state == AFTER_CR && c == '\n')
		parser->state = IN_HEAD;
	else if (parser->state == AFTER_DASH || parser->state == AFTER_CR)
		return fail(parser,
		    "a boundary is not followed by the end of "
		    "the line");
	else if (c == '\r')
		parser->state = AFTER_CR;
	else if (c == ' ' || c == '\t')
		parser->state = IN_PADDING;
	else
		return fail(parser,
		    "a line begins with the boundary but does "
		    "not end after it");
	return 0;
}

static int
begin_part(struct parser *parser)
{
	const struct gantry_multipart *multipart = &parser->multipart;
	const char *problem;

	if (part_head_read(parser->request->environ, parser->head.data,
		parser->head.length, &parser->part, &problem) == -1)
		return problem != NULL ? fail_part(parser, GANTRY_400, problem)
				       : request_out_of_memory(parser->request);
	gantry_buffer_reset(&parser->head);
	parser->part_size = 0;
	parser->state = IN_DATA;
	/* An empty part may lack the CR and LF before the delimiter. */
	parser->matched = parser->earlier = parser->unowned = 2;
	if (parser->is_checked &&
	    field_values_begin_part(&parser->values, &parser->part) == -1)
		return -1;
	if (multipart->begin == NULL)
		return 0;
	return multipart->begin(multipart->argument, &parser->part) != 0 ? -1
									 : 0;
}

/* Are the headers complete? */
static bool
is_head_whole(const struct gantry_buffer *head)
{
	const char *end = head->data + head->length;

	if (head->length == 2)
		return memcmp(end - 2, "\r\n", 2) == 0;
	return head->length >= 4 && memcmp(end - 4, "\r\n\r\n", 4) == 0;
}

/* Collect the headers of a part, line by line. */
static int
parse_head(struct parser *parser, const char **at, const char *end)
{
	struct gantry_buffer *head = &parser->head;
	const char *begin = *at;
	const char *newline = memchr(begin, '\n', (size_t)(end - begin));

	if (head->length == 0 && parser->parts++ == parser->multipart.parts_max)
		return gantry_response_fail(parser->request->response,
		    GANTRY_413, "the body has more than %zu parts",
		    parser->multipart.parts_max);
	*at = newline != NULL ? newline + 1 : end;
	if ((size_t)(*at - begin) >
	    parser->multipart.headers_max - head->length)
		return gantry_response_fail(parser->request->response,
		    GANTRY_413,
		    "the headers of part %zu of the body exceed %zu bytes",
		    parser->parts, parser->multipart.headers_max);
	if (gantry_buffer_add(head, begin, (size_t)(*at - begin)) == -1)
		return request_out_of_memory(parser->request);
	return is_head_whole(head) ? begin_part(parser) : 0;
}

static int
feed(struct parser *parser, const char *data, size_t length)
{
	const char *at = data, *end = data + length;
	int result = 0;

	while (at < end && parser->state != AT_END && result == 0) {
		if (parser->state == IN_PREAMBLE || parser->state == IN_DATA)
			result = parse_data(parser, &at, end);
		else if (parser->state == IN_HEAD)
			result = parse_head(parser, &at, end);
		else
			result = parse_line(parser, &at);
	}
	return result;
}

static int
feed_body(struct parser *parser)
{
	struct gantry_request *request = parser->request;
	char chunk[CHUNK_SIZE];
	ssize_t count;

	if (request->body != NULL)
		return feed(parser, request->body, request->body_length);
	while (parser->state != AT_END) {
		count = gantry_request_read(request, chunk, sizeof(chunk));
		if (count == -1)
			return -1;
		if (count == 0)
			return 0;
		if (feed(parser, chunk, (size_t)count) == -1)
			return -1;
	}
	return 0;
}

/* Let the parts be checked by what the route declares, if it does. */
static int
begin_values(struct parser *parser)
{
	struct gantry_request *request = parser->request;

	parser->is_checked =
	    request->part_schema != NULL || request->encodings != NULL;
	return parser->is_checked
	    ? field_values_begin(&parser->values, request, request->part_schema,
		  request->encodings)
	    : 0;
}

int
gantry_request_multipart(
    struct gantry_request *request, const struct gantry_multipart *multipart)
{
	struct parser parser = { .request = request };
	const char *type;
	int result;

	if (request_lacks(request, multipart, __func__, "multipart"))
		return -1;
	parser.multipart = *multipart;
	type = body_type(request);
	if (type == NULL)
		return -1;
	if (strcmp(type, "multipart/form-data") != 0)
		return body_reject_type(request, type, "multipart/form-data");
	if (parser_init(&parser) == -1 || begin_values(&parser) == -1)
		return -1;
	result = feed_body(&parser);
	if (result == 0 && parser.state != AT_END)
		result = fail(&parser, "it ends before its last boundary");
	if (result == 0 && parser.is_checked)
		result = field_values_check(&parser.values);
	field_values_clear(&parser.values);
	gantry_buffer_clear(&parser.head);
	return result;
}
