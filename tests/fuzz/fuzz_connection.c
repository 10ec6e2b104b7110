/*
 * A libFuzzer target for gate/transport/fcgi.h, a whole connection.  An input
 * is what a web server sends.  It arrives in parts, requests are served at once
 * or later, the peer reads responses sooner or later, and deadlines expire. The
 * input determines all this, so that findings can be reproduced.  Some requests
 * are deferred: they wait, are resumed, write, and end in each way.
 *
 * The records that are sent must belong to requests that were begun.  Each
 * request must have one END_REQUEST record, and no records after it.  The end
 * of a deferred request must be told once, and nothing be called after it.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gantry/clock.h"
#include "gate/deferred/events.h"
#include "gate/transport/fcgi.h"

#define IDS 65536

/* Deferred requests that are resumed from outside. */
#define LISTENERS_MAX 8

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct gate gate;
static struct mount mount;
static struct fcgi_pool pool;
static uint32_t chance; /* the state of a generator, seeded by the input */
static struct record_reader sent; /* reads what was sent */
static uint32_t begun[IDS]; /* unfinished requests by id */
static uint16_t ids[IDS]; /* ids to reset after an input */
static size_t id_count;
static struct record_reader received;
static struct deferrals deferrals;
static struct work *scheduled; /* deferred requests that want a thread */
static struct listener *listeners[LISTENERS_MAX];
static unsigned deferred_count, ended_count;

static void
require(bool holds, const char *property)
{
	if (holds)
		return;
	fprintf(stderr, "violated property: %s\n", property);
	abort();
}

/* Return a number below LIMIT. */
static uint32_t
draw(uint32_t limit)
{
	chance = chance * 1664525 + 1013904223;
	return (chance >> 8) % limit;
}

/* A deferred request. */
struct listener {
	struct gantry_deferred *deferred;
	struct gantry_body *body;
	bool runs;
	bool ended;
	size_t place; /* in listeners; LISTENERS_MAX: none */
};

static void
note_end(struct gantry_environ *environ, enum gantry_end reason, void *argument)
{
	struct listener *self = argument;

	(void)reason;
	require(!self->ended && !self->runs, "the end is told once, and last");
	require(gantry_environ_deferred(environ) == self->deferred,
	    "a request keeps its handle");
	require(gantry_write(self->body, "late", 4) == -1,
	    "nothing is written after the end");
	self->ended = true;
	if (self->place < LISTENERS_MAX)
		listeners[self->place] = NULL;
	ended_count++;
}

static int step(struct gantry_environ *environ, void *argument);

/* Do one of the things that a function of a deferred request may do. */
static void
act(struct listener *self, struct gantry_environ *environ)
{
	static char bytes[9000];
	struct gantry_deferred *deferred = self->deferred;

	switch (draw(8)) {
	case 0:
		gantry_wait_until(deferred,
		    gantry_clock_milliseconds() + 1000 * draw(10), step, self);
		break;
	case 1:
		gantry_resume(deferred, step, self);
		break;
	case 2:
		gantry_wait_drained(deferred, step, self);
		break;
	case 3:
		gantry_wait_readable(deferred, 0, step, self);
		break;
	case 4:
		gantry_wait_cancel(deferred, step, self);
		break;
	case 5:
		gantry_read(gantry_environ_wsgi(environ)->input, bytes,
		    draw(sizeof(bytes)));
		break;
	case 6:
		gantry_flush(self->body);
		break;
	default:
		if (gantry_write(self->body, bytes, draw(sizeof(bytes))) ==
			-1 &&
		    errno == EAGAIN)
			require(gantry_deferred_pending(deferred) > 0,
			    "a write is refused while the queue is not empty");
	}
}

static int
step(struct gantry_environ *environ, void *argument)
{
	struct listener *self = argument;
	unsigned acts;

	require(!self->ended && !self->runs, "functions run one at a time");
	self->runs = true;
	for (acts = draw(4); acts > 0; acts--)
		act(self, environ);
	self->runs = false;
	switch (draw(8)) {
	case 0:
		return 0;
	case 1:
		return -1;
	default:
		return GANTRY_DEFERRED;
	}
}

static int
defer(struct gantry_environ *environ, struct gantry_body *body)
{
	struct listener *self = gantry_environ_alloc(environ, sizeof(*self));
	struct gantry_deferral deferral = {
		.ended = note_end,
		.drain = step,
		.argument = self,
	};

	*self = (struct listener){ .body = body, .place = draw(16) };
	self->deferred = gantry_defer(environ, &deferral, NULL);
	if (self->deferred == NULL)
		return -1;
	deferred_count++;
	if (self->place < LISTENERS_MAX && listeners[self->place] == NULL)
		listeners[self->place] = self;
	else
		self->place = LISTENERS_MAX;
	return step(environ, self);
}

/* An application whose behaviour depends on the length of the path. */
static int
behave(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	const struct gantry_wsgi *wsgi = gantry_environ_wsgi(environ);
	const char *path = gantry_environ_get(environ, "PATH_INFO");
	struct gantry_body *body = start_response(environ, "200 OK", headers);
	char bytes[700];
	ssize_t count;

	if (strlen(path) % 7 == 6)
		return defer(environ, body);
	if (strlen(path) % 5 == 4)
		return -1;
	if (strlen(path) % 5 == 3)
		gantry_errors_printf(wsgi->errors, "%s", path);
	while ((count = gantry_read(wsgi->input, bytes, sizeof(bytes))) > 0) {
		if (gantry_write(body, bytes, (size_t)count) == -1)
			return -1;
		if (strlen(path) % 5 == 2 && gantry_flush(body) == -1)
			return -1;
	}
	if (count == -1)
		return -1;
	return gantry_write(body, path, strlen(path));
}

static const struct gantry_application application = {
	.name = "behave",
	.help = "as the path says",
	.call = behave,
	.authorizes = true,
};

static void
note_sent(const struct record_piece *piece)
{
	const struct record_header *header = &piece->header;

	if (!piece->is_first)
		return;
	require(header->version == RECORD_VERSION, "a record has version 1");
	switch (header->type) {
	case RECORD_GET_VALUES_RESULT:
	case RECORD_UNKNOWN_TYPE:
		require(
		    header->request_id == 0, "management records have id 0");
		break;
	case RECORD_STDOUT:
	case RECORD_STDERR:
		require(begun[header->request_id] > 0,
		    "a record answers a request");
		break;
	case RECORD_END_REQUEST:
		require(begun[header->request_id] > 0,
		    "an END_REQUEST has a request");
		begun[header->request_id]--;
		break;
	default:
		require(false, "only responses are sent");
	}
}

static void
read_records(struct record_reader *reader, const void *data, size_t size,
    void (*note)(const struct record_piece *piece))
{
	const uint8_t *at = data;
	struct record_piece piece;
	size_t used;

	for (; size > 0; at += used, size -= used) {
		used = record_reader_next(reader, at, size, &piece);
		note(&piece);
	}
}

static ssize_t
send_some(void *owner, const void *data, size_t size)
{
	size_t taken = draw(4) > 0 ? size : draw((uint32_t)size + 1);

	(void)owner;
	if (draw(500) == 0)
		return -1;
	read_records(&sent, data, taken, note_sent);
	return (ssize_t)taken;
}

static int
wait_or_not(void *owner)
{
	(void)owner;
	return draw(4) == 0 ? -1 : 0;
}

static void
schedule(void *owner, struct work *work, const struct gate *of, bool here)
{
	(void)owner;
	(void)of;
	(void)here;
	work->next = scheduled;
	scheduled = work;
}

static const struct fcgi_port port = {
	.send = send_some,
	.wait = wait_or_not,
	.schedule = schedule,
};

static const struct limits limits = {
	.connections = 10,
	.connection_requests = 5,
	.connection_memory = 40000,
	.receive_memory = 50000,
	.params = { .count = 60, .bytes = 8192 },
	.body_size = 30000,
	.answer_spool = 20000,
	.header_timeout = 1000,
	.params_timeout = 2000,
	.body_timeout = 3000,
	.application_timeout = 4000,
	.write_timeout = 5000,
	.idle_timeout = 6000,
};

static const struct transport_options options = {
	.limits = &limits,
	.workers = 2,
	.authorizes = true,
	.spool_folder = "/tmp",
};

int
LLVMFuzzerInitialize(int *count, char ***arguments)
{
	const struct gate_options gate_options = {
		.mounts = &mount,
		.mount_count = 1,
		.mirror_errors = true,
	};
	const struct deferrals_options deferred = {
		.most = 3,
		.timeout = 5000,
		.buffer = 20000,
	};
	struct gantry_error error;

	(void)count;
	(void)arguments;
	mount = (struct mount){ .prefix = "", .application = &application };
	require(
	    gate_open(&gate, &gate_options, false, &error) == 0, "it opens");
	fcgi_pool_init(&pool, &options);
	require(deferrals_init(&deferrals, &deferred, &error) == 0,
	    "there are descriptors");
	pool.deferrals = &deferrals;
	return 0;
}

static enum fcgi_state
run(struct work *work)
{
	const enum fcgi_state state = fcgi_run(fcgi_request_of(work), &gate);

	return state == FCGI_DEFERRED ? FCGI_OPEN : state;
}

/* Run some of the deferred requests that are scheduled, or all. */
static enum fcgi_state
run_scheduled(bool all)
{
	enum fcgi_state state = FCGI_OPEN;
	struct work *work;

	while (
	    state == FCGI_OPEN && scheduled != NULL && (all || draw(3) > 0)) {
		work = scheduled;
		scheduled = work->next;
		fcgi_begin_resume(fcgi_request_of(work));
		state = run(work);
	}
	return state;
}

/* Serve some of the ready requests, or all. */
static enum fcgi_state
serve(struct work **ready, bool all)
{
	enum fcgi_state state = FCGI_OPEN;
	struct work *work;

	while (state == FCGI_OPEN && *ready != NULL && (all || draw(3) > 0)) {
		work = *ready;
		*ready = work->next;
		state = run(work);
	}
	return state == FCGI_OPEN ? run_scheduled(all) : state;
}

/* Something comes to deferred requests. */
static void
wake(void)
{
	struct listener *listener = listeners[draw(LISTENERS_MAX)];

	switch (draw(30)) {
	case 0:
		deferral_events_drain(&deferrals);
		break;
	case 1:
		deferral_events_cancel(&deferrals, GANTRY_END_DRAINING);
		break;
	case 2:
		deferral_events_advance(&deferrals, 1000 * draw(4));
		break;
	case 3:
	case 4:
	case 5:
		if (listener != NULL)
			gantry_resume(listener->deferred, step, listener);
		break;
	default:
		deferral_events_poll(&deferrals);
	}
}

static void
note_received(const struct record_piece *piece)
{
	const struct record_header *header = &piece->header;

	if (!piece->is_first || header->type != RECORD_BEGIN_REQUEST ||
	    header->request_id == 0)
		return;
	if (begun[header->request_id]++ == 0)
		ids[id_count++ % IDS] = header->request_id;
}

static enum fcgi_state
happen(struct fcgi *fcgi, int64_t *now)
{
	*now += draw(20) == 0 ? 700 * draw(10) : draw(20);
	wake();
	switch (draw(8)) {
	case 0:
		return fcgi_expire(fcgi, *now);
	case 1:
		return fcgi_flush(fcgi, *now);
	case 2:
		return draw(60) == 0 ? fcgi_hang_up(fcgi, draw(2)) : FCGI_OPEN;
	default:
		return FCGI_OPEN;
	}
}

static void
play(struct fcgi *fcgi, const uint8_t *data, size_t size)
{
	struct work *ready = NULL;
	enum fcgi_state state = FCGI_OPEN;
	int64_t now = 0;
	size_t part;
	uint8_t *copy;

	for (; size > 0 && state == FCGI_OPEN; data += part, size -= part) {
		part = 1 + draw(draw(2) == 0 ? 20 : 3000);
		if (part > size)
			part = size;
		/* On the heap, so that reads beyond it are detected. */
		copy = malloc(part);
		memcpy(copy, data, part);
		read_records(&received, copy, part, note_received);
		state = fcgi_feed(fcgi, copy, part, now, &ready);
		free(copy);
		if (state == FCGI_OPEN)
			state = serve(&ready, false);
		if (state == FCGI_OPEN)
			state = happen(fcgi, &now);
	}
	if (state == FCGI_OPEN)
		state = fcgi_hang_up(fcgi, false);
	deferral_events_cancel(&deferrals, GANTRY_END_DRAINING);
	while (ready != NULL || scheduled != NULL) {
		require(state == FCGI_OPEN, "the connection stays open");
		state = serve(&ready, true);
		deferral_events_cancel(&deferrals, GANTRY_END_DRAINING);
	}
	while (state == FCGI_OPEN)
		state = fcgi_flush(fcgi, now);
	require(fcgi->requests == NULL, "all requests are freed");
	require(deferred_count == ended_count, "each end is told");
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fcgi fcgi;
	size_t i;

	chance = (uint32_t)size;
	for (i = 0; i < size && i < 64; i++)
		chance = chance * 31 + data[i];
	record_reader_init(&sent);
	record_reader_init(&received);
	deferrals.draining = false;
	fcgi_init(&fcgi, &pool, &port, NULL, 0);
	play(&fcgi, data, size);
	fcgi_clear(&fcgi);
	for (i = 0; i < id_count && i < IDS; i++)
		begun[ids[i]] = 0;
	id_count = 0;
	return 0;
}
