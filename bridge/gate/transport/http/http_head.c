/*
 * Requests are refused rather than repaired.  llhttp decides how long a message
 * is; before it does, each line is checked, so that no other server can see
 * another end of it.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text/header.h"
#include "gate/environ/host.h"
#include "gate/transport/http/http_head.h"
#include "wire/params.h"

/*
 * Chunk sizes, their extensions and trailers, for each byte of the body and
 * besides: more is an attempt to keep us busy.
 */
#define FRAMING_FACTOR 16
#define FRAMING_SPARE  16384

#define METHOD_MAX 32

static int
refuse(struct http_head *head, const char *status, const char *text)
{
	if (head->status == NULL) {
		head->status = status;
		gantry_error_set(&head->error, GANTRY_ERROR_INPUT, "%s", text);
	}
	return -1;
}

static int
refuse_bad(struct http_head *head, const char *text)
{
	return refuse(head, "400 Bad Request", text);
}

static bool
is_named(const struct http_head *head, const char *name)
{
	return head->field_length == strlen(name) &&
	    strncasecmp(head->field, name, head->field_length) == 0;
}

static bool
is_text(const char *data, size_t size, const char *text)
{
	return size == strlen(text) && strncasecmp(data, text, size) == 0;
}

static void
add_lengths(struct http_head *head, size_t name_length, size_t value_length)
{
	uint8_t lengths[PARAM_LENGTHS_MAX];
	const size_t used =
	    param_lengths_encode(name_length, value_length, lengths);

	gantry_buffer_add(&head->params, lengths, used);
}

static void
add_param(
    struct http_head *head, const char *name, const char *value, size_t length)
{
	add_lengths(head, strlen(name), length);
	gantry_buffer_puts(&head->params, name);
	gantry_buffer_add(&head->params, value, length);
}

static void
add_string(struct http_head *head, const char *name, const char *value)
{
	add_param(head, name, value, strlen(value));
}

/*
 * Names with an underscore would pose as others, so they are dropped, like all
 * that would not be a variable's name.
 */
static void
add_header(struct http_head *head)
{
	char *to;
	size_t i;

	for (i = 0; i < head->field_length; i++)
		if (!isalnum((unsigned char)head->field[i]) &&
		    head->field[i] != '-')
			return;
	add_lengths(
	    head, strlen("HTTP_") + head->field_length, head->value_length);
	gantry_buffer_puts(&head->params, "HTTP_");
	to = gantry_buffer_reserve(&head->params, head->field_length);
	if (to == NULL)
		return;
	for (i = 0; i < head->field_length; i++)
		to[i] = head->field[i] == '-'
		    ? '_'
		    : (char)toupper((unsigned char)head->field[i]);
	head->params.length += head->field_length;
	gantry_buffer_add(&head->params, head->value, head->value_length);
}

/* RFC 9112 section 6.1: chunked is the only coding that is known here. */
static int
check_coding(struct http_head *head)
{
	if (head->is_http10)
		return refuse_bad(
		    head, "an HTTP/1.0 request has a Transfer-Encoding");
	if (head->codings++ > 0 ||
	    (head->value_length > strlen("chunked") &&
		is_text(head->value, strlen("chunked"), "chunked")))
		return refuse_bad(
		    head, "Transfer-Encoding is given twice, or after chunked");
	if (!is_text(head->value, head->value_length, "chunked"))
		return refuse(head, "501 Not Implemented",
		    "the only known Transfer-Encoding is chunked");
	return 0;
}

static int
check_length(struct http_head *head)
{
	size_t i;

	for (i = 0; i < head->value_length; i++)
		if (!isdigit((unsigned char)head->value[i]))
			break;
	if (i == 0 || i < head->value_length)
		return refuse_bad(head, "Content-Length is not a number");
	add_param(head, "CONTENT_LENGTH", head->value, head->value_length);
	return 0;
}

static int
check_host(struct http_head *head)
{
	if (head->hosts++ > 0)
		return refuse_bad(head, "there are several Host headers");
	if (!head->is_absolute) {
		head->host = head->value;
		head->host_length = head->value_length;
	}
	return 0;
}

static int
check_expectation(struct http_head *head)
{
	if (!is_text(head->value, head->value_length, "100-continue"))
		return refuse(head, "417 Expectation Failed",
		    "the only known expectation is 100-continue");
	head->expects = !head->is_http10;
	return 0;
}

static int
take_header(struct http_head *head)
{
	header_trim(&head->value, &head->value_length);
	if (is_named(head, "Host"))
		return check_host(head);
	if (is_named(head, "Content-Length"))
		return check_length(head);
	if (is_named(head, "Expect"))
		return check_expectation(head);
	if (is_named(head, "Transfer-Encoding"))
		return check_coding(head);
	if (is_named(head, "Content-Type"))
		add_param(
		    head, "CONTENT_TYPE", head->value, head->value_length);
	else
		add_header(head);
	return 0;
}

static int
on_field(llhttp_t *parser, const char *at, size_t length)
{
	struct http_head *head = parser->data;

	head->field = at;
	head->field_length = length;
	head->value = at;
	head->value_length = 0;
	return 0;
}

static int
on_value(llhttp_t *parser, const char *at, size_t length)
{
	struct http_head *head = parser->data;

	head->value = at;
	head->value_length = length;
	return 0;
}

static int
on_value_complete(llhttp_t *parser)
{
	struct http_head *head = parser->data;

	/* Trailers are ignored (RFC 9110 section 6.5.1). */
	if (head->is_complete || head->field == NULL)
		return 0;
	return take_header(head);
}

static int
on_headers_complete(llhttp_t *parser)
{
	struct http_head *head = parser->data;

	head->is_complete = true;
	head->keeps = llhttp_should_keep_alive(parser) != 0;
	/* No other protocol is spoken here. */
	parser->upgrade = 0;
	return 0;
}

/* Bytes of the body that are not data must be whole lines. */
static int
check_framing(struct http_head *head, const char *end)
{
	const char *at;

	for (at = head->framing; at < end; at++) {
		if ((*at == '\n') != (head->last == '\r') ||
		    ((unsigned char)*at < ' ' && *at != '\t' && *at != '\r' &&
			*at != '\n') ||
		    *at == '\x7f')
			return refuse_bad(
			    head, "a chunk has a bare CR or LF, or a control");
		if (head->last == '\n' &&
		    (*at == ' ' || *at == '\t' || *at == ':'))
			return refuse_bad(head,
			    "a trailer is folded, which is obsolete, or has no "
			    "name");
		head->last = *at;
	}
	head->framing_size += end - head->framing;
	head->framing = end;
	if (head->framing_size / FRAMING_FACTOR >
	    head->body_size + FRAMING_SPARE / FRAMING_FACTOR)
		return refuse_bad(head,
		    "the chunks' sizes, extensions and trailers exceed "
		    "what their data may need");
	return 0;
}

static int
on_body(llhttp_t *parser, const char *at, size_t length)
{
	struct http_head *head = parser->data;

	if (check_framing(head, at) == -1)
		return HPE_USER;
	head->framing = at + length;
	head->last = '\0';
	head->body_size += (int64_t)length;
	if (head->take != NULL)
		head->take(head->owner, at, length);
	return 0;
}

static int
on_message_complete(llhttp_t *parser)
{
	struct http_head *head = parser->data;

	head->is_ended = true;
	return HPE_PAUSED;
}

static const llhttp_settings_t settings = {
	.on_header_field = on_field,
	.on_header_value = on_value,
	.on_header_value_complete = on_value_complete,
	.on_headers_complete = on_headers_complete,
	.on_body = on_body,
	.on_message_complete = on_message_complete,
};

void
http_head_begin(struct http_head *head, const struct http_addresses *addresses)
{
	struct gantry_buffer params = head->params;

	gantry_buffer_reset(&params);
	*head = (struct http_head){
		.params = params,
		.addresses = addresses,
	};
	llhttp_init(&head->parser, HTTP_REQUEST, &settings);
	head->parser.data = head;
}

void
http_head_clear(struct http_head *head)
{
	gantry_buffer_clear(&head->params);
}

ssize_t
http_head_find_end(
    struct http_head *head, const char *data, size_t size, size_t *scanned)
{
	size_t i;

	for (i = *scanned; i < size; i++) {
		const unsigned char c = (unsigned char)data[i];
		const char before = i > 0 ? data[i - 1] : '\0';

		if ((c == '\n') != (before == '\r'))
			return refuse_bad(
			    head, "a line does not end with CR and LF");
		if ((c < ' ' && c != '\t' && c != '\r' && c != '\n') ||
		    c == '\x7f')
			return refuse_bad(head, "a control character");
		if (before == '\n' && (c == ' ' || c == '\t'))
			return refuse_bad(
			    head, "a line is folded, which is obsolete");
		if (c == '\n' && i >= 3 && data[i - 2] == '\n')
			return (ssize_t)i + 1;
	}
	*scanned = size;
	return 0;
}

const char *
http_head_too_large(const char *data, size_t size)
{
	const char *line = memchr(data, '\r', size);
	const size_t length = line != NULL ? (size_t)(line - data) : size;

	return length > size / 2 ? "414 URI Too Long"
				 : "431 Request Header Fields Too Large";
}

/* The name of each header ends with its colon. */
static int
check_names(struct http_head *head, const char *data, size_t size)
{
	const char *line = memchr(data, '\n', size), *colon;
	const char *end = data + size - 2;
	char name[256];
	size_t length;

	for (line++; line < end; line++) {
		colon = memchr(line, ':', (size_t)(end - line));
		length = colon != NULL ? (size_t)(colon - line) : 0;
		if (length >= sizeof(name))
			return refuse_bad(head, "a header's name is too long");
		memcpy(name, line, length);
		name[length] = '\0';
		if (!header_is_token(name))
			return refuse_bad(
			    head, "a header has no name, or an invalid one");
		line = memchr(colon, '\n', (size_t)(end - colon));
		if (line == NULL)
			break;
	}
	return 0;
}

/* Find the authority of a target in absolute form, and its path. */
static int
split_absolute(struct http_head *head, const char **target, size_t *length)
{
	const char *at = *target, *end = at + *length, *slash;
	size_t scheme = is_text(at, *length < 7 ? *length : 7, "http://") ? 7
	    : is_text(at, *length < 8 ? *length : 8, "https://")	  ? 8
									  : 0;

	if (scheme == 0)
		return refuse_bad(head, "the request's target is invalid");
	at += scheme;
	for (slash = at; slash < end && *slash != '/' && *slash != '?'; slash++)
		;
	head->is_absolute = true;
	head->host = at;
	head->host_length = (size_t)(slash - at);
	*target = slash;
	*length = (size_t)(end - slash);
	return 0;
}

/*
 * "OPTIONS *" asks about the server (RFC 9110 section 9.3.7), which is here the
 * application at its root.  Bytes beyond ASCII are let through, as web servers
 * do.
 */
static int
take_target(struct http_head *head, const char *target, size_t length)
{
	const char *query;
	bool is_bare;

	if (memchr(target, '#', length) != NULL)
		return refuse_bad(head, "the request's target has a fragment");
	if (head->is_options && is_text(target, length, "*"))
		length = 0;
	else if (*target != '/' && split_absolute(head, &target, &length) == -1)
		return -1;
	is_bare = length == 0 || *target == '?';
	add_lengths(head, strlen("REQUEST_URI"), length + is_bare);
	gantry_buffer_puts(&head->params, "REQUEST_URI");
	if (is_bare)
		gantry_buffer_putc(&head->params, '/');
	gantry_buffer_add(&head->params, target, length);
	query = length > 0 ? memchr(target, '?', length) : NULL;
	if (query != NULL)
		add_param(head, "QUERY_STRING", query + 1,
		    length - (size_t)(query + 1 - target));
	else
		add_string(head, "QUERY_STRING", "");
	return 0;
}

/* "HTTP/1.1" or "HTTP/1.0". */
static int
take_version(struct http_head *head, const char *version, size_t length)
{
	if (length != 8 || memcmp(version, "HTTP/", 5) != 0 ||
	    !isdigit((unsigned char)version[5]) || version[6] != '.' ||
	    !isdigit((unsigned char)version[7]))
		return refuse_bad(head, "the request line is malformed");
	if (version[5] != '1')
		return refuse(head, "505 HTTP Version Not Supported",
		    "only HTTP/1.1 and HTTP/1.0 are spoken here");
	head->is_http10 = version[7] == '0';
	add_string(
	    head, "SERVER_PROTOCOL", head->is_http10 ? "HTTP/1.0" : "HTTP/1.1");
	return 0;
}

static int
take_method(struct http_head *head, const char *method, size_t length)
{
	char name[METHOD_MAX + 1];

	if (length == 0 || length > METHOD_MAX)
		return refuse_bad(head, "the method is missing or too long");
	memcpy(name, method, length);
	name[length] = '\0';
	if (!header_is_token(name))
		return refuse_bad(head, "the method is not a token");
	if (strcmp(name, "CONNECT") == 0)
		return refuse(head, "501 Not Implemented",
		    "CONNECT is for proxies, and this is not one");
	head->is_head = strcmp(name, "HEAD") == 0;
	head->is_options = strcmp(name, "OPTIONS") == 0;
	add_string(head, "REQUEST_METHOD", name);
	return 0;
}

/* Three words, with one blank between them (RFC 9112 section 3). */
static int
take_request_line(struct http_head *head, const char *line, size_t length)
{
	const char *end = line + length;
	const char *first = memchr(line, ' ', length), *second;

	if (first == NULL)
		return refuse_bad(head, "the request line is malformed");
	second = memchr(first + 1, ' ', (size_t)(end - first - 1));
	if (second == NULL || second == first + 1 ||
	    memchr(line, '\t', length) != NULL)
		return refuse_bad(head, "the request line is malformed");
	if (take_method(head, line, (size_t)(first - line)) == -1 ||
	    take_target(head, first + 1, (size_t)(second - first - 1)) == -1)
		return -1;
	return take_version(head, second + 1, (size_t)(end - second - 1));
}

static void
add_addresses(struct http_head *head)
{
	const struct http_addresses *addresses = head->addresses;

	add_string(head, "GATEWAY_INTERFACE", "CGI/1.1");
	add_string(head, "SERVER_SOFTWARE", PACKAGE_NAME "/" PACKAGE_VERSION);
	add_string(head, "REQUEST_SCHEME", "http");
	add_string(head, "REMOTE_ADDR", addresses->client);
	if (*addresses->client_port != '\0')
		add_string(head, "REMOTE_PORT", addresses->client_port);
	if (*addresses->server != '\0')
		add_string(head, "SERVER_ADDR", addresses->server);
	if (*addresses->server_port != '\0')
		add_string(head, "SERVER_PORT", addresses->server_port);
}

/* RFC 9112 section 3.2: also if the target has an authority. */
static int
finish_host(struct http_head *head)
{
	struct host host;

	if (head->hosts == 0 && !head->is_http10)
		return refuse_bad(head, "the Host header is missing");
	if (head->hosts == 0 && !head->is_absolute)
		return 0;
	if (host_parse(&host, head->host, head->host_length) == -1)
		return refuse_bad(head, "the Host header is not a host");
	add_param(head, "SERVER_NAME", host.name, host.name_length);
	add_param(head, "HTTP_HOST", head->host, head->host_length);
	return 0;
}

/*
 * llhttp gets a request line of ours, since the application decides which
 * methods and paths there are.  In requests, neither changes where the message
 * ends.
 */
static enum llhttp_errno
parse_fields(struct http_head *head, const char *fields, size_t size)
{
	const char *line =
	    head->is_http10 ? "POST / HTTP/1.0\r\n" : "POST / HTTP/1.1\r\n";
	const enum llhttp_errno error =
	    llhttp_execute(&head->parser, line, strlen(line));

	return error == HPE_OK ? llhttp_execute(&head->parser, fields, size)
			       : error;
}

int
http_head_parse(struct http_head *head, const char *data, size_t size)
{
	const char *end = memchr(data, '\r', size), *fields = end + 2;
	enum llhttp_errno error;

	add_addresses(head);
	if (take_request_line(head, data, (size_t)(end - data)) == -1 ||
	    check_names(head, data, size) == -1)
		return -1;
	error = parse_fields(head, fields, size - (size_t)(fields - data));
	if (head->status != NULL)
		return -1;
	if (error != HPE_OK && error != HPE_PAUSED)
		return refuse_bad(head, llhttp_get_error_reason(&head->parser));
	if (head->codings > 0 && (head->parser.flags & F_CHUNKED) == 0)
		return refuse_bad(head, "Transfer-Encoding is malformed");
	if (finish_host(head) == -1)
		return -1;
	if (head->codings > 0)
		add_string(head, "HTTP_TRANSFER_ENCODING", "chunked");
	return 0;
}

ssize_t
http_head_read_body(struct http_head *head, const char *data, size_t size,
    http_body_function *take, void *owner)
{
	enum llhttp_errno error;
	const char *end = data + size;

	head->take = take;
	head->owner = owner;
	head->framing = data;
	error = llhttp_execute(&head->parser, data, size);
	if (head->status == NULL && error == HPE_PAUSED)
		end = llhttp_get_error_pos(&head->parser);
	else if (head->status == NULL && error != HPE_OK)
		refuse_bad(head, llhttp_get_error_reason(&head->parser));
	if (head->status != NULL || check_framing(head, end) == -1)
		return -1;
	return end - data;
}
