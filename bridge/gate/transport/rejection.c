/*
 * Answer a request without reading it.  A lingering close must follow, since
 * closing a socket with unread bytes discards the answer.
 */
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "gantry/buffer.h"
#include "gate/environ/names.h"
#include "gate/transport/rejection.h"
#include "wire/params.h"

#define LINGER_MILLISECONDS 2000

static void
add_record(struct gantry_buffer *buffer, uint16_t number,
    const struct gantry_buffer *content)
{
	const struct record_header header = {
		.version = 1,
		.type = RECORD_STDOUT,
		.request_id = number,
		.content_length = (uint16_t)content->length,
	};
	char bytes[RECORD_HEADER_SIZE];

	record_header_encode(&header, bytes);
	gantry_buffer_add(buffer, bytes, sizeof(bytes));
	gantry_buffer_add(buffer, content->data, content->length);
}

void
rejection_linger(int descriptor)
{
	int64_t deadline = clock_milliseconds() + LINGER_MILLISECONDS;
	struct pollfd waited = { .fd = descriptor, .events = POLLIN };
	char waste[16384];

	shutdown(descriptor, SHUT_WR);
	while (clock_milliseconds() < deadline && poll(&waited, 1, 100) >= 0) {
		if (waited.revents != 0 &&
		    recv(descriptor, waste, sizeof(waste), MSG_DONTWAIT) <= 0)
			break;
	}
}

void
rejection_put(
    struct gantry_buffer *answer, const struct gantry_problem *problem)
{
	gantry_buffer_printf(answer,
	    "Status: %s\r\nContent-Type: application/problem+json\r\n",
	    problem->status);
	if (problem->request_id != NULL)
		gantry_buffer_printf(
		    answer, "X-Request-Id: %s\r\n", problem->request_id);
	if (strncmp(problem->status, "503", 3) == 0)
		gantry_buffer_puts(answer, "Retry-After: 1\r\n");
	gantry_buffer_puts(answer, "\r\n");
	gantry_problem_put(answer, problem);
}

void
rejection_compose(struct gantry_buffer *records, uint16_t number,
    const struct gantry_problem *problem)
{
	struct gantry_buffer content = { 0 };
	char end[RECORD_END_REQUEST_SIZE];

	rejection_put(&content, problem);
	add_record(records, number, &content);
	gantry_buffer_reset(&content);
	add_record(records, number, &content);
	record_end_request_encode(number, 0, RECORD_REQUEST_COMPLETE, end);
	gantry_buffer_add(records, end, sizeof(end));
	gantry_buffer_clear(&content);
}

int
rejection_of_large_body(struct gantry_error *error, int64_t most)
{
	return gantry_error_set(error, GANTRY_ERROR_LIMIT,
	    "the body exceeds %lld bytes (body-size)", (long long)most);
}

int
rejection_of_short_body(
    struct gantry_error *error, int64_t received, int64_t declared)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the body has %lld bytes, its CONTENT_LENGTH says %lld",
	    (long long)received, (long long)declared);
}

const char *
rejection_of_large_params(const char *params, size_t size)
{
	size_t left = size, uri = 0, used;
	struct param param;

	for (; left > 0; params += used, left -= used) {
		used = param_decode_part(&param, params, left);
		if (used == 0)
			break;
		if (name_is_of_uri(param.name, param.name_length))
			uri += used;
	}
	return uri > size / 2 ? "414 URI Too Long"
			      : "431 Request Header Fields Too Large";
}

void
rejection_send(int descriptor, uint16_t number, const char *status,
    const struct gantry_error *error)
{
	const struct gantry_problem problem = {
		.status = status,
		.detail = error->text,
	};
	struct gantry_buffer records = { 0 };

	rejection_compose(&records, number, &problem);
	if (!gantry_buffer_failed(&records) &&
	    send(descriptor, records.data, records.length, MSG_NOSIGNAL) ==
		(ssize_t)records.length)
		rejection_linger(descriptor);
	gantry_buffer_clear(&records);
}

void
rejection_end(
    int descriptor, uint16_t number, enum record_protocol_status status)
{
	char end[RECORD_END_REQUEST_SIZE];

	record_end_request_encode(number, 0, status, end);
	if (send(descriptor, end, sizeof(end), MSG_NOSIGNAL) == sizeof(end))
		rejection_linger(descriptor);
}
