/*
 * Pack answers into few large records: what an application writes is added to
 * the request's open record, and the last records are sent together with the
 * end of the answer.  Bytes that the peer does not read yet are kept in the
 * spool.
 */
#include <string.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "gate/transport/fcgi_memory.h"
#include "gate/transport/fcgi_output.h"
#include "gate/transport/rejection.h"

/* The most that a record holds without padding (section 3.3: align to 8). */
#define CONTENT_MAX 65528

/* Send when the records reach this size; a smaller answer takes one write. */
#define PUSH_SIZE (64 * 1024)

#define FLUSH_SIZE (64 * 1024)

void
fcgi_output_forsake(struct fcgi_request *request, enum gantry_end reason)
{
	atomic_store(&request->abandoned, true);
	if (request->deferred != NULL)
		deferred_cancel(request->deferred, reason);
}

void
fcgi_output_abandon(struct fcgi *fcgi)
{
	struct fcgi_request *request;

	fcgi->broken = true;
	for (request = fcgi->requests; request != NULL;
	     request = request->next_on_connection)
		fcgi_output_forsake(request, GANTRY_END_GONE);
}

/*
 * Requests share the connection, so what was queued for one may wait behind
 * what was queued for others.
 */
int64_t
fcgi_output_pending(struct fcgi_request *request)
{
	const struct fcgi *fcgi = request->fcgi;
	const int64_t all = fcgi->queued - fcgi->taken;

	if (request->queued_end <= fcgi->taken)
		request->queued = 0;
	return request->queued < all ? request->queued : all;
}

/* Tell the deferred requests whose answers the peer has taken. */
static void
tell_drained(struct fcgi *fcgi)
{
	struct fcgi_request *request;

	for (request = fcgi->requests; request != NULL;
	     request = request->next_on_connection)
		if (request->deferred != NULL && request->queued > 0 &&
		    fcgi_output_pending(request) == 0)
			deferred_drained(request->deferred);
}

/* Beyond what may be held in memory, an answer goes to its file. */
static int
add_pending(struct fcgi *fcgi, const void *data, size_t size,
    struct gantry_error *error)
{
	int result;

	fcgi->pending.memory_max =
	    fcgi_memory_has_room(fcgi, size) ? QUEUE_MEMORY_MAX : 0;
	result = queue_add(&fcgi->pending, data, size, error);
	fcgi->queued += (int64_t)size;
	fcgi_memory_charge(fcgi);
	return result;
}

void
fcgi_output_send(struct fcgi *fcgi, const void *data, size_t size, int64_t now)
{
	struct gantry_error error;
	ssize_t sent = 0;

	if (fcgi->broken)
		return;
	if (queue_length(&fcgi->pending) == 0) {
		sent = fcgi->port->send(fcgi->owner, data, size);
		fcgi->write_since = now;
	}
	if (sent == -1) {
		fcgi_output_abandon(fcgi);
	} else if ((size_t)sent < size &&
	    add_pending(fcgi, (const char *)data + sent, size - (size_t)sent,
		&error) == -1) {
		log_error("cannot spool an answer: %s", error.text);
		fcgi_output_abandon(fcgi);
	}
}

void
fcgi_output_flush(struct fcgi *fcgi, int64_t now)
{
	char bytes[FLUSH_SIZE];
	const void *data;
	ssize_t count, sent;

	while (!fcgi->broken) {
		count = queue_peek(&fcgi->pending, bytes, sizeof(bytes), &data);
		if (count == 0)
			return;
		sent = count == -1
		    ? -1
		    : fcgi->port->send(fcgi->owner, data, (size_t)count);
		if (sent == -1) {
			fcgi_output_abandon(fcgi);
			return;
		}
		if (sent > 0) {
			fcgi->write_since = now;
			queue_drop(&fcgi->pending, (size_t)sent);
			fcgi->taken += sent;
			fcgi_memory_charge(fcgi);
			if (fcgi->waiting > 0)
				tell_drained(fcgi);
		}
		if (sent < count)
			return;
	}
}

void
fcgi_output_end_request(struct fcgi *fcgi, uint16_t id, uint32_t app_status,
    enum record_protocol_status status, int64_t now)
{
	uint8_t bytes[RECORD_END_REQUEST_SIZE];

	record_end_request_encode(id, app_status, status, bytes);
	fcgi_output_send(fcgi, bytes, sizeof(bytes), now);
}

void
fcgi_output_problem(struct fcgi_request *request, const char *status,
    const char *detail, int64_t now)
{
	const struct gantry_problem problem = {
		.status = status,
		.detail = detail,
		.request_id = gantry_environ_request_id(&request->base.environ),
	};
	struct fcgi *fcgi = request->fcgi;
	struct gantry_buffer records = { 0 };

	rejection_compose(&records, request->entry.id, &problem);
	if (gantry_buffer_failed(&records))
		fcgi_output_abandon(fcgi);
	else
		fcgi_output_send(fcgi, records.data, records.length, now);
	gantry_buffer_clear(&records);
	if (fcgi->port->rejected != NULL)
		fcgi->port->rejected(fcgi->owner, &request->base, status, now);
}

static void
open_record(struct fcgi_request *request)
{
	static const char room[RECORD_HEADER_SIZE];

	request->record = request->out.length;
	request->record_is_open = true;
	gantry_buffer_add(&request->out, room, sizeof(room));
}

static void
close_record(struct fcgi_request *request)
{
	static const char zeros[8];
	struct record_header header = {
		.version = RECORD_VERSION,
		.type = RECORD_STDOUT,
		.request_id = request->entry.id,
	};
	size_t size;

	if (!request->record_is_open || gantry_buffer_failed(&request->out))
		return;
	size = request->out.length - request->record - RECORD_HEADER_SIZE;
	header.content_length = (uint16_t)size;
	header.padding_length = (uint8_t)(-size % 8);
	record_header_encode(&header, request->out.data + request->record);
	gantry_buffer_add(&request->out, zeros, header.padding_length);
	request->record_is_open = false;
}

/* Let the peer catch up; the lock is held, but not while waiting. */
static int
wait_for_peer(struct fcgi_request *request)
{
	struct fcgi *fcgi = request->fcgi;
	int64_t begun = 0;
	int result = 0;

	while (result == 0 && !fcgi->broken &&
	    !atomic_load(&request->abandoned) &&
	    queue_length(&fcgi->pending) > fcgi->limits->answer_spool) {
		request->waits_for_peer = true;
		if (begun == 0)
			begun = clock_milliseconds();
		pthread_mutex_unlock(&fcgi->lock);
		result = fcgi->port->wait(fcgi->owner);
		pthread_mutex_lock(&fcgi->lock);
		request->waits_for_peer = false;
		fcgi_output_flush(fcgi, clock_milliseconds());
	}
	if (begun != 0)
		request->base.waits.sending += clock_milliseconds() - begun;
	return result;
}

/* Send the finished records, with the lock. */
static void
send_records(struct fcgi_request *request, int64_t now)
{
	if (!request->ended) {
		request->answered = true;
		fcgi_output_send(
		    request->fcgi, request->out.data, request->out.length, now);
	}
	gantry_buffer_reset(&request->out);
}

/* Send a part of the answer, and wait while the peer is too slow. */
static int
push(struct fcgi_request *request)
{
	struct fcgi *fcgi = request->fcgi;
	int64_t queued;
	int result;

	close_record(request);
	if (gantry_buffer_failed(&request->out))
		return -1;
	pthread_mutex_lock(&fcgi->lock);
	queued = fcgi->queued;
	send_records(request, clock_milliseconds());
	if (fcgi->queued != queued) {
		request->queued += fcgi->queued - queued;
		request->queued_end = fcgi->queued;
	}
	result = request->ended ? -1 : 0;
	if (result == 0 && request->base.body.deferred == NULL)
		result = wait_for_peer(request);
	if (request->ended || atomic_load(&request->abandoned))
		result = -1;
	pthread_mutex_unlock(&fcgi->lock);
	return result;
}

static int
write_stdout(void *owner, const void *data, size_t size)
{
	struct fcgi_request *request = owner;
	const char *at = data;
	size_t part;

	if (atomic_load(&request->abandoned))
		return -1;
	for (; size > 0; at += part, size -= part) {
		if (!request->record_is_open)
			open_record(request);
		part = CONTENT_MAX -
		    (request->out.length - request->record -
			RECORD_HEADER_SIZE);
		if (part > size)
			part = size;
		if (gantry_buffer_add(&request->out, at, part) == -1)
			return -1;
		if (request->out.length - request->record >=
		    RECORD_HEADER_SIZE + CONTENT_MAX)
			close_record(request);
		if (request->out.length > PUSH_SIZE && push(request) == -1)
			return -1;
	}
	return 0;
}

static int
flush_stdout(void *owner)
{
	return push(owner);
}

/* Write a separate record between those of the answer. */
static int
write_stderr(void *owner, const char *text, size_t size)
{
	struct fcgi_request *request = owner;
	struct record_header header = {
		.version = RECORD_VERSION,
		.type = RECORD_STDERR,
		.request_id = request->entry.id,
		.content_length =
		    size > CONTENT_MAX ? CONTENT_MAX : (uint16_t)size,
	};
	uint8_t bytes[RECORD_HEADER_SIZE];

	close_record(request);
	record_header_encode(&header, bytes);
	gantry_buffer_add(&request->out, bytes, sizeof(bytes));
	request->has_stderr = true;
	return gantry_buffer_add(&request->out, text, header.content_length);
}

static ssize_t
read_stdin(void *owner, void *data, size_t size)
{
	struct fcgi_request *request = owner;
	const void *bytes;
	ssize_t count;

	if (atomic_load(&request->abandoned))
		return -1;
	count = queue_peek(&request->body, data, size, &bytes);
	if (count <= 0)
		return count;
	if ((size_t)count > size)
		count = (ssize_t)size;
	if (bytes != data)
		memcpy(data, bytes, (size_t)count);
	queue_drop(&request->body, (size_t)count);
	return count;
}

static int
input_file(void *owner, int64_t *offset)
{
	struct fcgi_request *request = owner;
	struct gantry_error error;

	if (atomic_load(&request->abandoned) ||
	    queue_to_file(&request->body, &error) == -1)
		return -1;
	*offset = request->body.file_read;
	return request->body.file;
}

static struct deferrals *
find_deferrals(void *owner)
{
	const struct fcgi_request *request = owner;

	return request->fcgi->pool->deferrals;
}

static void
schedule(void *owner, bool here)
{
	struct fcgi_request *request = owner;
	const struct fcgi *fcgi = request->fcgi;

	fcgi->port->schedule(fcgi->owner, &request->work, request->gate, here);
}

static int64_t
count_pending(void *owner)
{
	struct fcgi_request *request = owner;
	int64_t pending;

	pthread_mutex_lock(&request->fcgi->lock);
	pending = fcgi_output_pending(request);
	pthread_mutex_unlock(&request->fcgi->lock);
	return pending + (int64_t)request->out.length;
}

static bool
is_gone(void *owner)
{
	const struct fcgi_request *request = owner;

	return atomic_load(&request->abandoned);
}

static bool
is_overdue(void *owner)
{
	const struct fcgi_request *request = owner;

	return atomic_load(&request->is_overdue);
}

const struct transport fcgi_transport = {
	.wants_status_last = true,
	.deferrals = find_deferrals,
	.schedule = schedule,
	.pending = count_pending,
	.read = read_stdin,
	.write = write_stdout,
	.flush = flush_stdout,
	.error = write_stderr,
	.input_file = input_file,
	.is_gone = is_gone,
	.is_overdue = is_overdue,
};

/*
 * Write the empty record that ends the stream, then END_REQUEST (section 5.5).
 */
static void
add_end(struct fcgi_request *request, uint32_t app_status)
{
	uint8_t bytes[RECORD_END_REQUEST_SIZE];

	close_record(request);
	if (app_status == 0) {
		open_record(request);
		close_record(request);
	}
	if (request->has_stderr)
		write_stderr(request, "", 0);
	record_end_request_encode(
	    request->entry.id, app_status, RECORD_REQUEST_COMPLETE, bytes);
	gantry_buffer_add(&request->out, bytes, sizeof(bytes));
}

void
fcgi_output_end(struct fcgi_request *request, bool failed, int64_t now)
{
	if (atomic_load(&request->abandoned)) {
		gantry_buffer_reset(&request->out);
		request->record_is_open = false;
	}
	add_end(request, failed ? 1 : 0);
	if (gantry_buffer_failed(&request->out))
		fcgi_output_abandon(request->fcgi);
	else
		send_records(request, now);
}
