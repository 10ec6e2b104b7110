/*
 * A transport that defers requests, in one thread.
 */
#include <string.h>

#include "gate/deferred/deferred.h"
#include "gate/deferred/events.h"
#include "unit.h"
#include "web/waiter.h"

static ssize_t
read_nothing(void *owner, void *data, size_t size)
{
	(void)owner;
	(void)data;
	(void)size;
	return 0;
}

static int
write_out(void *owner, const void *data, size_t size)
{
	struct waiter *self = owner;

	if (self->is_stalled)
		self->pending += size;
	return gantry_buffer_add(&self->out, data, size);
}

static int
flush_out(void *owner)
{
	const struct waiter *self = owner;

	return self->has_left ? -1 : 0;
}

static struct deferrals *
find_deferrals(void *owner)
{
	struct waiter *self = owner;

	return self->cannot_defer ? NULL : &self->deferrals;
}

static void
schedule(void *owner, bool here)
{
	struct waiter *self = owner;

	(void)here;
	ck_assert(!self->is_scheduled);
	self->is_scheduled = true;
}

static int64_t
count_pending(void *owner)
{
	struct waiter *self = owner;

	return (int64_t)self->pending;
}

static const struct transport transport = {
	.read = read_nothing,
	.write = write_out,
	.flush = flush_out,
	.deferrals = find_deferrals,
	.schedule = schedule,
	.pending = count_pending,
};

/* The site of one responder. */
static struct gantry_route own_routes[] = {
	{ .uri_template = "/", .on_get = { NULL, "respond" } },
	{ 0 },
};
static const struct gantry_site own_site = { .routes = own_routes };
static const struct gantry_site *opened_site;

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(opened_site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static void
put(struct waiter *self, const char *name, const char *value)
{
	if (value != NULL)
		ck_assert_int_eq(environ_add(&self->request.environ, name,
				     strlen(name), value, NULL),
		    0);
}

/* The gate returned RESULT. */
static void
park(struct waiter *self, int result)
{
	struct gantry_deferred *deferred = self->request.body.deferred;

	self->result = result;
	if (result != GANTRY_DEFERRED)
		return;
	ck_assert_ptr_nonnull(deferred);
	if (self->pending == 0)
		deferred_drained(deferred);
	deferred_park(deferred);
}

void
waiter_begin(struct waiter *self,
    int (*respond)(
	struct gantry_request *request, struct gantry_response *response),
    const struct gantry_site *site)
{
	const struct deferrals_options options = {
		.most = self->is_full ? 0 : 1,
		.buffer = 65536,
	};
	struct gate_options gate = { .mounts = &self->mount, .mount_count = 1 };
	struct gantry_error error;

	self->application = (struct gantry_application){
		.name = "waiter",
		.open = open_site,
		.call = gantry_web_call,
		.close = gantry_web_close,
	};
	if (self->given != NULL)
		self->application = *self->given;
	self->mount = (struct mount){
		.prefix = "",
		.application = &self->application,
		.settings = self->settings,
	};
	own_routes[0].on_get.call = respond;
	opened_site = site != NULL ? site : &own_site;
	ck_assert_int_eq(deferrals_init(&self->deferrals, &options, &error), 0);
	ck_assert_int_eq(gate_open(&self->gate, &gate, true, &error), 0);
	request_init(&self->request, &transport, self);
	put(self, "REQUEST_METHOD",
	    self->method != NULL ? self->method : "GET");
	put(self, "PATH_INFO", self->path != NULL ? self->path : "/");
	put(self, "SCRIPT_NAME", "");
	put(self, "QUERY_STRING", "");
	put(self, "SERVER_NAME", "localhost");
	put(self, "SERVER_PORT", "80");
	put(self, "SERVER_PROTOCOL", "HTTP/1.1");
	put(self, "HTTP_LAST_EVENT_ID", self->last_event_id);
	park(self, gate_serve(&self->gate, &self->request, NULL));
}

void
waiter_run(struct waiter *self)
{
	deferral_events_poll(&self->deferrals);
	while (self->is_scheduled) {
		self->is_scheduled = false;
		self->runs++;
		deferred_begin(self->request.body.deferred);
		park(self, gate_resume(&self->gate, &self->request));
		deferral_events_poll(&self->deferrals);
	}
}

void
waiter_take(struct waiter *self)
{
	self->is_stalled = false;
	self->pending = 0;
	deferred_drained(self->request.body.deferred);
	waiter_run(self);
}

void
waiter_took(struct waiter *self, const char *text)
{
	ck_assert_int_eq(gantry_buffer_putc(&self->out, '\0'), 0);
	ck_assert_str_eq(self->out.data, text);
	gantry_buffer_reset(&self->out);
}

void
waiter_drain(struct waiter *self)
{
	deferral_events_drain(&self->deferrals);
	waiter_run(self);
}

void
waiter_cancel(struct waiter *self, enum gantry_end reason)
{
	deferral_events_cancel(&self->deferrals, reason);
	waiter_run(self);
}

void
waiter_end(struct waiter *self)
{
	ck_assert_int_ne(self->result, GANTRY_DEFERRED);
	ck_assert_uint_eq(deferrals_count(&self->deferrals), 0);
	request_clear(&self->request);
	gate_close(&self->gate);
	deferrals_clear(&self->deferrals);
	gantry_buffer_clear(&self->out);
}
