/*
 * Records that are gathered or made: whole at any time, and no more than may
 * be.
 */
#include <string.h>

#include "gate/transport/capture.h"
#include "unit.h"

/* A body of so many bytes, and how the client sends it. */
static struct client {
	size_t left;
	size_t step;
	bool fails;
} client;

static ssize_t
read_client(void *owner, void *data, size_t size)
{
	struct client *self = owner;

	if (self->left == 0)
		return self->fails ? -1 : 0;
	if (size > self->left)
		size = self->left;
	if (size > self->step)
		size = self->step;
	memset(data, 'b', size);
	self->left -= size;
	return (ssize_t)size;
}

static const struct transport transport = { .read = read_client };

static struct capture capture;
static struct request request;

/* The content of all records of TYPE; what are no records fails the test. */
static struct gantry_buffer *
stream(uint8_t type, unsigned *records)
{
	static struct gantry_buffer content;
	const struct gantry_buffer *from = &capture.records;
	struct record_header header;
	size_t at;

	gantry_buffer_reset(&content);
	*records = 0;
	for (at = 0; at < from->length;
	     at += RECORD_HEADER_SIZE + header.content_length) {
		ck_assert_uint_ne(record_header_decode(&header, from->data + at,
				      from->length - at),
		    0);
		ck_assert_uint_eq(header.version, RECORD_VERSION);
		ck_assert_uint_eq(header.padding_length, 0);
		if (header.type != type)
			continue;
		++*records;
		gantry_buffer_add(&content,
		    from->data + at + RECORD_HEADER_SIZE,
		    header.content_length);
	}
	ck_assert_uint_eq(at, from->length);
	return &content;
}

static void
begin(size_t body, size_t step)
{
	client = (struct client){ .left = body, .step = step };
	request_init(&request, &transport, &client);
	capture_begin(&capture);
}

static void
end(void)
{
	request_clear(&request);
	capture_clear(&capture);
}

/* What the application reads of the body afterwards. */
static size_t
read_all(int64_t length)
{
	char bytes[5000];
	size_t total = 0;
	ssize_t count;

	request.input.left = length;
	while ((count = gantry_read(&request.input, bytes, sizeof(bytes))) > 0)
		total += (size_t)count;
	ck_assert_int_eq(count, 0);
	return total;
}

START_TEST(a_long_stream_takes_several_records)
{
	static char value[100000];
	struct gantry_buffer *params;
	unsigned records;

	memset(value, 'v', sizeof(value) - 1);
	begin(0, 1);
	capture_add_variable(&capture, "A", 1, value);
	capture_add_variable(&capture, "B", 1, "");
	params = stream(RECORD_PARAMS, &records);
	ck_assert_uint_eq(records, 2);
	ck_assert_uint_eq(params->length, 5 + 1 + 99999 + 2 + 1);
	ck_assert_int_eq(params->data[params->length - 1], 'B');
	end();
}
END_TEST

START_TEST(a_body_is_kept_and_read_again)
{
	struct gantry_buffer *body;
	unsigned records;

	begin(100000, 700);
	environ_add(&request.environ, "CONTENT_LENGTH", 14, "100000", NULL);
	capture_read_body(&capture, &request);
	body = stream(RECORD_STDIN, &records);
	ck_assert_uint_eq(body->length, 100000);
	ck_assert_uint_eq(records, 3);
	ck_assert_uint_eq(read_all(100000), 100000);
	end();
}
END_TEST

START_TEST(a_body_of_which_only_the_end_tells_is_kept)
{
	unsigned records;

	begin(5000, 4096);
	environ_add(&request.environ, "CONTENT_LENGTH", 14, "-1", NULL);
	capture_read_body(&capture, &request);
	ck_assert_uint_eq(stream(RECORD_STDIN, &records)->length, 5000);
	ck_assert_uint_eq(read_all(-1), 5000);
	end();
}
END_TEST

START_TEST(no_more_is_read_ahead_than_was_promised)
{
	begin(1000, 4096);
	environ_add(&request.environ, "CONTENT_LENGTH", 14, "10", NULL);
	capture_read_body(&capture, &request);
	ck_assert_uint_eq(client.left, 990);
	ck_assert_uint_eq(read_all(10), 10);
	end();
}
END_TEST

START_TEST(what_is_too_long_is_read_and_not_kept)
{
	begin(CAPTURE_REQUEST_MAX + 10, 65536);
	environ_add(&request.environ, "CONTENT_LENGTH", 14, "8388618", NULL);
	capture_read_body(&capture, &request);
	ck_assert(capture.is_too_long);
	ck_assert_uint_eq(read_all(8388618), 8388618);
	capture_save(&capture, unit_path(NULL), &request.environ);
	ck_assert_uint_eq(unit_count_files(), 0);
	end();
}
END_TEST

START_TEST(a_client_that_fails_still_fails)
{
	char bytes[100];

	begin(5, 100);
	client.fails = true;
	environ_add(&request.environ, "CONTENT_LENGTH", 14, "10", NULL);
	capture_read_body(&capture, &request);
	request.input.left = 10;
	ck_assert_int_eq(gantry_read(&request.input, bytes, 100), 5);
	ck_assert_int_eq(gantry_read(&request.input, bytes, 100), -1);
	end();
}
END_TEST

START_TEST(pieces_are_whole_records_at_any_time)
{
	struct record_piece piece = {
		.header = { .type = RECORD_PARAMS, .content_length = 9 },
		.data = "abc",
		.size = 3,
		.is_first = true,
	};
	unsigned records;

	capture_reset(&capture);
	capture_add_piece(&capture, &piece);
	ck_assert_uint_eq(stream(RECORD_PARAMS, &records)->length, 3);
	piece.is_first = false;
	capture_add_piece(&capture, &piece);
	ck_assert_uint_eq(stream(RECORD_PARAMS, &records)->length, 6);
	ck_assert_uint_eq(records, 1);
	piece.is_first = true;
	piece.size = 0;
	capture_add_piece(&capture, &piece);
	stream(RECORD_PARAMS, &records);
	ck_assert_uint_eq(records, 2);
	capture_clear(&capture);
}
END_TEST

START_TEST(two_files_of_one_id_are_two)
{
	begin(0, 1);
	environ_add(&request.environ, "HTTP_X_REQUEST_ID", 17, "a", NULL);
	capture_save(&capture, unit_path(NULL), &request.environ);
	capture_save(&capture, unit_path(NULL), &request.environ);
	ck_assert_uint_eq(unit_count_files(), 2);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_long_stream_takes_several_records,
		a_body_is_kept_and_read_again,
		a_body_of_which_only_the_end_tells_is_kept,
		no_more_is_read_ahead_than_was_promised,
		what_is_too_long_is_read_and_not_kept,
		a_client_that_fails_still_fails,
		pieces_are_whole_records_at_any_time,
		two_files_of_one_id_are_two,
		NULL,
	};

	return unit_run("gate/capture", tests);
}
