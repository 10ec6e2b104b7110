/*
 * A transport whose connection is a struct play.
 */
#include <check.h>
#include <string.h>

#include "gate/play.h"
#include "unit.h"

static ssize_t
read_body(void *owner, void *data, size_t size)
{
	struct play *self = owner;

	if (self->read_at_most > 0 && size > self->read_at_most)
		size = self->read_at_most;
	if (size > self->unread)
		size = self->unread;
	if (size > 0)
		memcpy(
		    data, self->body + strlen(self->body) - self->unread, size);
	self->unread -= size;
	return (ssize_t)size;
}

static int
write_answer(void *owner, const void *data, size_t size)
{
	struct play *self = owner;

	self->writes++;
	if (self->peer_closed)
		return -1;
	return gantry_buffer_add(&self->answer.bytes, data, size);
}

static int
flush_answer(void *owner)
{
	struct play *self = owner;

	self->flushes++;
	return self->peer_closed ? -1 : 0;
}

static int
keep_error(void *owner, const char *text, size_t size)
{
	struct play *self = owner;

	ck_assert_uint_lt(size, sizeof(self->mirrored));
	memcpy(self->mirrored, text, size);
	self->sent_before = self->answer.bytes.length;
	return 0;
}

static const struct transport transport = {
	.read = read_body,
	.write = write_answer,
	.flush = flush_answer,
	.error = keep_error,
};

static const struct transport deaf_transport = {
	.read = read_body,
	.write = write_answer,
	.flush = flush_answer,
};

static void
add(struct request *request, const char *name, const char *value)
{
	ck_assert_int_eq(
	    environ_add(&request->environ, name, strlen(name), value, NULL), 0);
}

static void
serve(struct play *self, struct gate *gate)
{
	struct request request;

	request_init(
	    &request, self->is_deaf ? &deaf_transport : &transport, self);
	add(&request, "REQUEST_METHOD",
	    self->method != NULL ? self->method : "GET");
	add(&request, "SCRIPT_NAME", "/played");
	if (self->request_id != NULL)
		add(&request, "HTTP_X_REQUEST_ID", self->request_id);
	if (self->content_length != NULL)
		add(&request, "CONTENT_LENGTH", self->content_length);
	self->unread = self->body != NULL ? strlen(self->body) : 0;
	self->result = gate_serve(gate, &request, NULL);
	self->drained = request_drain(&request);
	request_clear(&request);
}

void
play(struct play *self, gantry_app *application)
{
	const struct gantry_application played = {
		.name = "played",
		.call = application,
	};
	const struct mount mount = { .prefix = "", .application = &played };
	const struct gate_options options = {
		.mounts = &mount,
		.mount_count = 1,
		.debug = self->debug,
		.mirror_errors = self->mirror_errors,
	};
	struct gate gate;

	ck_assert_int_eq(gate_open(&gate, &options, true, NULL), 0);
	gate.states[0] = self;
	unit_capture();
	serve(self, &gate);
	self->log = unit_captured();
	gate_close(&gate);
	if (self->answer.bytes.length > 0)
		answer_read(&self->answer);
}

void
play_clear(struct play *self)
{
	answer_clear(&self->answer);
}
