/*
 * Each record is checked by its header before its content is used.  Records of
 * other requests are dropped, since libfcgi does not multiplex, and a
 * BEGIN_REQUEST among them is refused as the specification says (section 5.5,
 * FCGI_CANT_MPX_CONN).
 */
#include <string.h>

#include "gate/environ/environ.h"
#include "gate/transport/libfcgi/filter.h"
#include "wire/params.h"

/* Each pair has up to eight bytes of lengths. */
#define PARAMS_SIZE_MAX (ENVIRON_BYTES_MAX + 8 * ENVIRON_COUNT_MAX)

void
filter_init(struct filter *filter, bool authorizes)
{
	*filter = (struct filter){ .authorizes = authorizes };
}

void
filter_clear(struct filter *filter)
{
	gantry_buffer_clear(&filter->params);
	gantry_buffer_clear(&filter->out);
	gantry_buffer_clear(&filter->reply);
}

void
filter_next_request(struct filter *filter)
{
	filter->skips_stdin = filter->phase == FILTER_PHASE_STDIN ||
	    filter->phase == FILTER_PHASE_ABORTED;
	filter->skips_any = false;
	filter->phase = FILTER_PHASE_BEGIN;
	filter->content_length = 0;
	filter->head_size = 0;
	filter->others = 0;
	/* Idle connections keep no memory. */
	gantry_buffer_clear(&filter->params);
	gantry_buffer_clear(&filter->out);
	gantry_buffer_clear(&filter->reply);
}

void
filter_reset(struct filter *filter)
{
	record_reader_init(&filter->reader);
	filter->begin = (struct record_begin){ 0 };
	filter->request_id = 0;
	filter->phase = FILTER_PHASE_BEGIN;
	filter_next_request(filter);
}

size_t
filter_wanted(const struct filter *filter)
{
	const struct record_reader *reader = &filter->reader;

	if (reader->content_left + reader->padding_left > 0)
		return reader->content_left + reader->padding_left;
	return RECORD_HEADER_SIZE - reader->count;
}

void
filter_take_over(struct filter *filter)
{
	filter_reset(filter);
	filter->skips_stdin = true;
	filter->skips_any = true;
}

bool
filter_is_idle(const struct filter *filter)
{
	return filter->phase == FILTER_PHASE_BEGIN &&
	    record_reader_is_idle(&filter->reader);
}

static enum filter_verdict
refuse(struct gantry_error *error, const char *what, unsigned number)
{
	gantry_error_set(error, GANTRY_ERROR_INPUT, "%s %u", what, number);
	return FILTER_FOREIGN;
}

/* A record of the request before, which was answered. */
static bool
is_late(const struct filter *filter, const struct record_header *header)
{
	if (!filter->skips_any && header->request_id != filter->request_id)
		return false;
	return header->type == RECORD_ABORT_REQUEST ||
	    (header->type == RECORD_STDIN && filter->skips_stdin);
}

/* The header of a record of the request, or of the next one. */
static enum filter_verdict
check_own(const struct filter *filter, const struct record_header *header,
    struct gantry_error *error)
{
	if (filter->phase != FILTER_PHASE_BEGIN &&
	    header->type == RECORD_ABORT_REQUEST)
		return FILTER_PARTIAL;
	switch (filter->phase) {
	case FILTER_PHASE_BEGIN:
		if (is_late(filter, header))
			return FILTER_PARTIAL;
		if (header->type != RECORD_BEGIN_REQUEST)
			return refuse(error,
			    "a request begins with a record of type",
			    header->type);
		if (header->content_length != RECORD_BEGIN_SIZE)
			return refuse(error, "BEGIN_REQUEST has a length of",
			    header->content_length);
		return FILTER_PARTIAL;
	case FILTER_PHASE_PARAMS:
		if (header->type != RECORD_PARAMS)
			return refuse(error,
			    "before the parameters' end comes a record of type",
			    header->type);
		return FILTER_PARTIAL;
	default:
		if (header->type != RECORD_STDIN)
			return refuse(error,
			    "before the body's end comes a record of type",
			    header->type);
		return FILTER_PARTIAL;
	}
}

static bool
is_other(const struct filter *filter, const struct record_header *header)
{
	return filter->phase != FILTER_PHASE_BEGIN &&
	    header->request_id != filter->request_id;
}

/* A record of another request: answer a BEGIN_REQUEST, and drop all. */
static enum filter_verdict
check_other(struct filter *filter, const struct record_header *header,
    struct gantry_error *error)
{
	char end[RECORD_END_REQUEST_SIZE];

	if (header->type != RECORD_BEGIN_REQUEST)
		return FILTER_PARTIAL;
	if (++filter->others > FILTER_OTHERS_MAX)
		return refuse(error,
		    "libfcgi does not multiplex; so many requests were begun "
		    "beside another:",
		    filter->others);
	record_end_request_encode(
	    header->request_id, 0, RECORD_CANT_MPX_CONN, end);
	if (gantry_buffer_add(&filter->reply, end, sizeof(end)) == -1) {
		gantry_error_memory(error);
		return FILTER_FOREIGN;
	}
	return FILTER_PARTIAL;
}

static enum filter_verdict
check_header(struct filter *filter, const struct record_header *header,
    struct gantry_error *error)
{
	if (header->version != RECORD_VERSION)
		return refuse(
		    error, "this is not FastCGI: version", header->version);
	if (header->request_id == 0)
		return refuse(error,
		    "libfcgi cannot answer a management record of type",
		    header->type);
	if (is_other(filter, header))
		return check_other(filter, header, error);
	return check_own(filter, header, error);
}

static void
put_record(struct gantry_buffer *out, enum record_type type, uint16_t id,
    const void *content, size_t size)
{
	const struct record_header header = {
		.version = RECORD_VERSION,
		.type = (uint8_t)type,
		.request_id = id,
		.content_length = (uint16_t)size,
	};
	char bytes[RECORD_HEADER_SIZE];

	record_header_encode(&header, bytes);
	gantry_buffer_add(out, bytes, sizeof(bytes));
	gantry_buffer_add(out, content, size);
}

/*
 * The whole head for libfcgi.  Its connection, which is ours, is always kept;
 * that of the web server is closed by us.
 */
static enum filter_verdict
put_head(struct filter *filter, struct gantry_error *error)
{
	const char content[RECORD_BEGIN_SIZE] = {
		[1] = (char)filter->begin.role,
		[2] = RECORD_KEEP_CONN,
	};
	const char *at = filter->params.data;
	size_t left = filter->params.length, part;

	put_record(&filter->out, RECORD_BEGIN_REQUEST, filter->request_id,
	    content, sizeof(content));
	for (; left > 0; at += part, left -= part) {
		part = left > RECORD_CONTENT_MAX ? RECORD_CONTENT_MAX : left;
		put_record(
		    &filter->out, RECORD_PARAMS, filter->request_id, at, part);
	}
	put_record(&filter->out, RECORD_PARAMS, filter->request_id, "", 0);
	if (gantry_buffer_failed(&filter->out)) {
		gantry_error_memory(error);
		return FILTER_FOREIGN;
	}
	filter->phase = FILTER_PHASE_STDIN;
	return FILTER_HEAD;
}

static enum filter_verdict
check_params(struct filter *filter, struct gantry_error *error)
{
	const char *data = filter->params.data;
	size_t left = filter->params.length, used;
	struct param param;

	for (; left > 0; data += used, left -= used) {
		used = param_decode(&param, data, left);
		if (used == 0) {
			gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the last parameter is truncated");
			return FILTER_REJECTED;
		}
		if (memchr(param.name, '=', param.name_length) != NULL ||
		    memchr(param.name, '\0',
			param.name_length + param.value_length) != NULL)
			break;
	}
	if (left == 0)
		return put_head(filter, error);
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "a parameter holds a NUL, or its name an equals sign");
	return FILTER_REJECTED;
}

static enum filter_verdict
read_begin(struct filter *filter, const struct record_piece *piece,
    struct gantry_error *error)
{
	if (piece->header.type == RECORD_ABORT_REQUEST)
		return FILTER_PARTIAL;
	if (piece->header.type == RECORD_STDIN) {
		filter->skips_stdin = piece->header.content_length > 0;
		return FILTER_PARTIAL;
	}
	memcpy(
	    filter->content + filter->content_length, piece->data, piece->size);
	filter->content_length += piece->size;
	if (!piece->is_last)
		return FILTER_PARTIAL;
	record_begin_decode(&filter->begin, filter->content);
	filter->request_id = piece->header.request_id;
	filter->phase = FILTER_PHASE_PARAMS;
	if (filter->begin.role == RECORD_RESPONDER ||
	    (filter->begin.role == RECORD_AUTHORIZER && filter->authorizes))
		return FILTER_PARTIAL;
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "a request has the role %u, which is not served",
	    filter->begin.role);
	return FILTER_ROLE;
}

static enum filter_verdict
read_params(struct filter *filter, const struct record_piece *piece,
    struct gantry_error *error)
{
	if (piece->header.content_length == 0)
		return check_params(filter, error);
	if (gantry_buffer_add(&filter->params, piece->data, piece->size) ==
		-1 ||
	    filter->params.length > PARAMS_SIZE_MAX) {
		gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the request's parameters exceed %d bytes",
		    ENVIRON_BYTES_MAX);
		return FILTER_REJECTED;
	}
	return FILTER_PARTIAL;
}

static enum filter_verdict
read_stdin(struct filter *filter, const struct record_piece *piece,
    struct gantry_error *error)
{
	put_record(&filter->out, RECORD_STDIN, filter->request_id, piece->data,
	    piece->size);
	if (gantry_buffer_failed(&filter->out)) {
		gantry_error_memory(error);
		return FILTER_FOREIGN;
	}
	if (piece->header.content_length == 0)
		filter->phase = FILTER_PHASE_ENDED;
	return FILTER_PARTIAL;
}

static enum filter_verdict
read_piece(struct filter *filter, const struct record_piece *piece,
    struct gantry_error *error)
{
	enum filter_verdict verdict = FILTER_PARTIAL;

	if (piece->is_first)
		verdict = check_header(filter, &piece->header, error);
	if (verdict != FILTER_PARTIAL || is_other(filter, &piece->header) ||
	    (piece->size == 0 && piece->header.content_length > 0))
		return verdict;
	if (filter->phase != FILTER_PHASE_BEGIN &&
	    piece->header.type == RECORD_ABORT_REQUEST) {
		if (piece->is_last)
			filter->phase = FILTER_PHASE_ABORTED;
		return FILTER_PARTIAL;
	}
	switch (filter->phase) {
	case FILTER_PHASE_BEGIN:
		return read_begin(filter, piece, error);
	case FILTER_PHASE_PARAMS:
		return read_params(filter, piece, error);
	default:
		return read_stdin(filter, piece, error);
	}
}

/* Bytes of the head arrived: they are limited, with padding and others. */
static enum filter_verdict
count_head(struct filter *filter, size_t size, struct gantry_error *error)
{
	if (filter->phase > FILTER_PHASE_PARAMS)
		return FILTER_PARTIAL;
	filter->head_size += size;
	if (filter->head_size <= FILTER_HEAD_MAX)
		return FILTER_PARTIAL;
	gantry_error_set(error, GANTRY_ERROR_LIMIT,
	    "the request's head exceeds %d bytes", FILTER_HEAD_MAX);
	return filter->phase == FILTER_PHASE_PARAMS ? FILTER_REJECTED
						    : FILTER_FOREIGN;
}

enum filter_verdict
filter_feed(struct filter *filter, const void *data, size_t size, size_t *used,
    struct gantry_error *error)
{
	enum filter_verdict verdict = FILTER_PARTIAL;
	struct record_piece piece;
	size_t count;

	for (*used = 0; verdict == FILTER_PARTIAL && *used < size;
	     *used += count) {
		count = record_reader_next(&filter->reader,
		    (const char *)data + *used, size - *used, &piece);
		verdict = count_head(filter, count, error);
		if (verdict == FILTER_PARTIAL &&
		    (piece.is_first || piece.size > 0))
			verdict = read_piece(filter, &piece, error);
		/* The padding of the last record belongs to the request. */
		if (verdict == FILTER_PARTIAL &&
		    filter->phase >= FILTER_PHASE_ENDED &&
		    record_reader_is_idle(&filter->reader))
			verdict = filter->phase == FILTER_PHASE_ENDED
			    ? FILTER_END
			    : FILTER_ABORTED;
	}
	return verdict;
}
