/*
 * Builds or streams the answers of the resources.
 */
#include <string.h>

#include "entities/answer.h"
#include "entities/hooks.h"
#include "entities/state.h"

/* How much of a stream is made at once. */
#define PIECE_SIZE 65536

/* An answer in the making. */
struct answer {
	const struct answer_question *question;
	struct entities *self;
	struct gantry_json_writer *json;
	size_t counted; /* bytes of rows that were written and dropped */
	bool is_too_long; /* for the setting answer_limit */
};

/* An answer that is being sent, in the memory of the request. */
struct stream {
	struct answer_question question;
	struct entities *self;
	struct gantry_json_writer json;
	struct gantry_buffer piece;
	size_t sent; /* bytes of PIECE */
	bool has_begun, has_ended;
};

static void
put_row(struct gantry_json_writer *json, const struct answer_question *question,
    struct entities *self, const struct store_row *row)
{
	gantry_json_begin_object(json, NULL);
	question->put(json, self, row);
	gantry_json_end(json);
}

/*
 * Do LENGTH more bytes fit into the answer?  A text is counted before it is
 * written: escaped, it may be six times as long, and needs the room.
 */
static bool
fits(struct answer *answer, size_t length)
{
	const size_t used = answer->counted + answer->json->buffer->length;
	const size_t limit = answer->self->answer_limit;

	answer->is_too_long = used > limit || length > limit - used;
	return !answer->is_too_long;
}

/* Add a row.  What is too much to keep is only counted. */
static int
add_row(void *argument, const struct store_row *row)
{
	struct answer *answer = argument;
	struct gantry_buffer *buffer = answer->json->buffer;

	if (!fits(answer, row->length))
		return -1;
	put_row(answer->json, answer->question, answer->self, row);
	if (buffer->length > ANSWER_STREAMED &&
	    answer->self->store->resume != NULL) {
		answer->counted += buffer->length;
		buffer->length = 0;
	}
	return answer->json->failed || gantry_buffer_failed(buffer) ? -1 : 0;
}

/* Add a row to a piece; pause when the piece is full. */
static int
add_to_piece(void *argument, const struct store_row *row)
{
	struct stream *stream = argument;

	put_row(&stream->json, &stream->question, stream->self, row);
	if (stream->json.failed || gantry_buffer_failed(&stream->piece))
		return -1;
	return stream->piece.length >= PIECE_SIZE ? STORE_PAUSED : 0;
}

/* Make the next piece.  Returns 0, or -1 to cut the answer off. */
static int
make_piece(struct stream *stream)
{
	const struct store_visitor visitor = { add_to_piece, stream };
	struct store *store = stream->self->store;
	struct gantry_error error;
	bool found;
	int result;

	gantry_buffer_reset(&stream->piece);
	stream->sent = 0;
	if (stream->has_begun) {
		result = store->resume(store, &visitor, &error);
	} else {
		gantry_json_begin_array(&stream->json, NULL);
		result = stream->question.ask(
		    store, &stream->question, &found, &visitor, &error);
	}
	stream->has_begun = true;
	if (result == -1) {
		gantry_errors_printf(
		    gantry_environ_wsgi(store->environ)->errors, "%s",
		    error.text);
		return -1;
	}
	if (result != STORE_PAUSED) {
		gantry_json_end(&stream->json);
		stream->has_ended = true;
	}
	return gantry_buffer_failed(&stream->piece) ? -1 : 0;
}

static ssize_t
read_stream(void *argument, void *data, size_t size)
{
	struct stream *stream = argument;
	struct gantry_buffer *piece = &stream->piece;
	size_t left;

	if (stream->sent == piece->length) {
		if (stream->has_ended)
			return 0;
		if (make_piece(stream) == -1)
			return -1;
	}
	left = piece->length - stream->sent;
	if (size > left)
		size = left;
	memcpy(data, piece->data + stream->sent, size);
	stream->sent += size;
	return (ssize_t)size;
}

static void
close_stream(void *argument)
{
	struct stream *stream = argument;

	stream->self->store->pause_over(stream->self->store);
	gantry_buffer_clear(&stream->piece);
}

/* Send an answer of LENGTH bytes by asking for its rows again. */
static int
send_stream(struct gantry_request *request, struct gantry_response *response,
    const struct answer_question *question, size_t length)
{
	struct stream *stream = gantry_environ_alloc(
	    gantry_request_environ(request), sizeof(*stream));
	struct gantry_error error;

	if (stream == NULL) {
		gantry_error_memory(&error);
		return hook_fail(request, &error);
	}
	*stream = (struct stream){
		.question = *question,
		.self = gantry_request_state(request),
	};
	gantry_json_writer_init(&stream->json, &stream->piece);
	gantry_response_stream(
	    response, read_stream, close_stream, stream, (int64_t)length);
	return gantry_response_type(response, "application/json");
}

static int
fail_as_too_long(struct gantry_request *request, const struct answer *answer)
{
	const size_t limit = answer->self->answer_limit;
	struct gantry_environ *environ = gantry_request_environ(request);
	const bool has_limit = answer->question->has_limit;

	gantry_errors_printf(gantry_environ_wsgi(environ)->errors,
	    "the answer is longer than answer_limit, %zu bytes", limit);
	return gantry_response_fail(gantry_request_response(request),
	    has_limit ? GANTRY_400 : GANTRY_503,
	    "The answer is longer than the server's limit, answer_limit, of "
	    "%zu bytes; %s.",
	    limit,
	    has_limit ? "use a smaller limit" : "its operator can raise it");
}

int
answer_give(struct gantry_request *request, struct gantry_response *response,
    const struct answer_question *question)
{
	struct answer answer = {
		.question = question,
		.self = gantry_request_state(request),
		.json = gantry_response_json(response),
	};
	const struct store_visitor visitor = { add_row, &answer };
	struct gantry_error error;
	bool found = true;
	int result;

	gantry_json_begin_array(answer.json, NULL);
	result = question->ask(
	    answer.self->store, question, &found, &visitor, &error);
	if (result == 0 && found) {
		gantry_json_end(answer.json);
		fits(&answer, 0);
	}
	if (answer.is_too_long)
		return fail_as_too_long(request, &answer);
	if (result == -1)
		return hook_fail(request, &error);
	if (!found)
		return gantry_response_fail(
		    response, GANTRY_404, "%s", question->unfound);
	if (answer.counted == 0)
		return 0;
	return send_stream(request, response, question,
	    answer.counted + answer.json->buffer->length);
}
