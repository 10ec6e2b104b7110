/*
 * Collect the records of a request while it arrives.  They are valid at any
 * time: the length in the last header is updated as content is added.
 */
#include <string.h>

#include "gate/environ/repair.h"
#include "gate/transport/capture.h"
#include "wire/params.h"

/* All captured records have this request id. */
#define REQUEST_ID 1

#define MEMORY_KEPT_MAX (128 * 1024)

void
capture_clear(struct capture *capture)
{
	gantry_buffer_clear(&capture->records);
	*capture = (struct capture){ 0 };
}

void
capture_reset(struct capture *capture)
{
	if (capture->records.capacity > MEMORY_KEPT_MAX)
		gantry_buffer_clear(&capture->records);
	else
		gantry_buffer_reset(&capture->records);
	capture->open = 0;
	capture->is_too_long = false;
}

/* Set the content length in the header of the last record. */
static void
fit_header(struct capture *capture, uint8_t type)
{
	struct gantry_buffer *records = &capture->records;
	const struct record_header header = {
		.version = RECORD_VERSION,
		.type = type,
		.request_id = REQUEST_ID,
		.content_length = (uint16_t)(records->length - capture->open -
		    RECORD_HEADER_SIZE),
	};

	record_header_encode(&header, records->data + capture->open);
}

/* Returns false if the capture exceeds its limit, now or earlier. */
static bool
has_room(struct capture *capture, size_t size)
{
	capture->is_too_long |=
	    capture->records.length + size + RECORD_HEADER_SIZE >
	    CAPTURE_REQUEST_MAX;
	return !capture->is_too_long;
}

static void
open_record(struct capture *capture, uint8_t type)
{
	static const char header[RECORD_HEADER_SIZE];

	capture->open = capture->records.length;
	if (gantry_buffer_add(&capture->records, header, sizeof(header)) == 0)
		fit_header(capture, type);
}

static void
add_content(
    struct capture *capture, uint8_t type, const void *data, size_t size)
{
	if (size > 0 && gantry_buffer_add(&capture->records, data, size) == 0)
		fit_header(capture, type);
}

void
capture_add_piece(struct capture *capture, const struct record_piece *piece)
{
	if (!has_room(capture, piece->size))
		return;
	if (piece->is_first)
		open_record(capture, piece->header.type);
	add_content(capture, piece->header.type, piece->data, piece->size);
}

/* Add a part of the stream TYPE, in as many records as needed. */
static void
add_stream(struct capture *capture, uint8_t type, const char *data, size_t size)
{
	size_t part, used;

	for (; size > 0 && has_room(capture, size) &&
	     !gantry_buffer_failed(&capture->records);
	     data += part, size -= part) {
		used = capture->records.length - capture->open -
		    RECORD_HEADER_SIZE;
		if (capture->records.data[capture->open + 1] != (char)type ||
		    used == RECORD_CONTENT_MAX) {
			open_record(capture, type);
			used = 0;
		}
		part = RECORD_CONTENT_MAX - used;
		if (part > size)
			part = size;
		add_content(capture, type, data, part);
	}
}

void
capture_end_body(struct capture *capture)
{
	if (has_room(capture, 0))
		open_record(capture, RECORD_STDIN);
}

void
capture_begin(struct capture *capture)
{
	static const char begin[RECORD_BEGIN_SIZE] = { 0, RECORD_RESPONDER };

	capture_reset(capture);
	open_record(capture, RECORD_BEGIN_REQUEST);
	add_content(capture, RECORD_BEGIN_REQUEST, begin, sizeof(begin));
}

void
capture_add_variable(struct capture *capture, const char *name,
    size_t name_length, const char *value)
{
	const size_t value_length = strlen(value);
	uint8_t lengths[PARAM_LENGTHS_MAX];
	size_t size = param_lengths_encode(name_length, value_length, lengths);

	add_stream(capture, RECORD_PARAMS, (const char *)lengths, size);
	add_stream(capture, RECORD_PARAMS, name, name_length);
	add_stream(capture, RECORD_PARAMS, value, value_length);
}

void
capture_read_body(struct capture *capture, struct request *request)
{
	struct gantry_input *input = &request->input;
	struct gantry_buffer *ahead = &input->ahead;
	struct gantry_error error;
	int64_t length;

	/*
	 * In CGI, an absent PATH_INFO is an empty one (gate/environ/mount.h).
	 */
	if (gantry_environ_get(&request->environ, "PATH_INFO") == NULL)
		capture_add_variable(capture, "PATH_INFO", 9, "");
	open_record(capture, RECORD_PARAMS);
	if (environ_content_length(&request->environ, &length, &error) == 0)
		request_read_ahead(request, length, CAPTURE_REQUEST_MAX);
	add_stream(capture, RECORD_STDIN, ahead->data, ahead->length);
	open_record(capture, RECORD_STDIN);
	if (input->has_more)
		capture->is_too_long = true;
}
