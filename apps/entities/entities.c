/*
 * The entities application: its settings, and what a thread opens of it.
 */
#include <stdlib.h>
#include <string.h>

#include "entities/entities.h"
#include "entities/images_job.h"
#include "entities/routes.h"
#include "entities/state.h"

static struct store *
make_store(const struct gantry_settings *settings, struct gantry_error *error)
{
	const char *kind = gantry_settings_get(settings, "data_storage");
	const char *path = gantry_settings_get(settings, "cache");
	const char *timeout = gantry_settings_get(settings, "query_timeout");
	struct store *store = strcmp(kind, "noop") == 0
	    ? store_noop_new()
	    : store_sqlite_new(path, strtoll(timeout, NULL, 10));

	if (store == NULL)
		gantry_error_memory(error);
	return store;
}

static void
free_state(struct entities *self)
{
	if (self->store != NULL)
		self->store->free(self->store);
	gantry_buffer_clear(&self->uri);
	gantry_buffer_clear(&self->images);
	free(self);
}

static void
close_entities(void *state)
{
	struct entities *self;

	if (state == NULL)
		return;
	self = gantry_web_state(state);
	gantry_web_close(state);
	free_state(self);
}

/* Returns 0, or -1 with ERROR filled. */
static int
read_settings(struct entities *self, const struct gantry_settings *settings,
    struct gantry_error *error)
{
	self->image_prefix =
	    gantry_settings_get(settings, "blob_storage_bucket");
	self->images_interval =
	    strtoll(gantry_settings_get(settings, "images_interval"), NULL, 10);
	images_put_folder(settings, &self->images);
	gantry_buffer_putc(&self->images, '\0');
	if (gantry_buffer_failed(&self->images))
		return gantry_error_memory(error);
	self->store = make_store(settings, error);
	return self->store == NULL ? -1 : 0;
}

static int
open_entities(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	struct entities *self = calloc(1, sizeof(*self));

	if (self == NULL)
		return gantry_error_memory(error);
	*state = NULL;
	if (read_settings(self, settings, error) == 0)
		*state = gantry_web_open(&entities_site, settings, self, error);
	if (*state == NULL) {
		free_state(self);
		return -1;
	}
	/* A cache that is not there yet is no reason not to start. */
	return self->store->refresh(self->store, error);
}

/* Which generation of the cache is served. */
static const char *
fact_entities(void *state)
{
	const struct entities *self = gantry_web_state(state);
	const char *generation = self->store->generation(self->store);

	return generation != NULL && *generation != '\0' ? generation : NULL;
}

static const char *const storages[] = { "sqlite", "noop", NULL };

/* An hour is no limit any more. */
static const char *const timeouts[] = { "0..3600000", NULL };

/* A day at the most. */
static const char *const intervals[] = { "0..86400", NULL };

static const struct gantry_setting settings[] = {
	{ .key = "data_storage",
	    .fallback = "sqlite",
	    .choices = storages,
	    .help = "the store: sqlite or noop" },
	{ .key = "cache",
	    .fallback = "gantry-cache.db",
	    .help = "the file that sqlite reads" },
	{ .key = "query_timeout",
	    .fallback = "5000",
	    .choices = timeouts,
	    .help =
		"milliseconds for an answer's queries, to 3600000; 0: no limit" },
	{ .key = "allowed_origin",
	    .fallback = "*",
	    .help = "Access-Control-Allow-Origin" },
	{ .key = "blob_storage_bucket",
	    .fallback = "/images",
	    .help = "the prefix of img_uri" },
	{ .key = "images",
	    .help = "the folder of images; default: images beside the cache" },
	{ .key = "images_program",
	    .fallback = BINDIR "/gantry-cache",
	    .help = "what draws them, for POST /images" },
	{ .key = "images_interval",
	    .fallback = "60",
	    .choices = intervals,
	    .help = "seconds from one drawing to the next, to 86400" },
	{ .key = "token",
	    .help = "what POST /images takes in Authorization; without one it "
		    "is off",
	    .secret = true },
	{ NULL },
};

static const char *const reads[] = { "cache", "images", NULL };

const struct gantry_application entities_application = {
	.name = "entities",
	.help = "named entities, counted per publication",
	.settings = settings,
	.open = open_entities,
	.call = gantry_web_call,
	.close = close_entities,
	.reads = reads,
	.fact = fact_entities,
	.jobs = images_jobs,
};
