/*
 * The entities application: its settings, and the state of a thread.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "entities/entities.h"
#include "entities/generation_events.h"
#include "entities/images_job.h"
#include "entities/routes.h"
#include "entities/state.h"

static struct store *
make_store(const struct gantry_settings *settings, struct gantry_error *error)
{
	const char *kind = gantry_settings_get(settings, "data_storage");
	const char *path = gantry_settings_get(settings, "cache");
	struct store *store = strcmp(kind, "noop") == 0
	    ? store_noop_new()
	    : store_sqlite_new(path,
		  gantry_settings_duration(settings, "query_timeout"),
		  gantry_settings_size(settings, "answer_limit"));

	if (store == NULL)
		gantry_error_memory(error);
	return store;
}

static void
free_state(struct entities *self)
{
	if (self->store != NULL)
		self->store->free(self->store);
	event_watch_close(self->watch);
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
	    gantry_settings_duration(settings, "images_interval");
	self->answer_limit =
	    (size_t)gantry_settings_size(settings, "answer_limit");
	images_put_folder(settings, &self->images);
	gantry_buffer_putc(&self->images, '\0');
	if (gantry_buffer_failed(&self->images))
		return gantry_error_memory(error);
	self->store = make_store(settings, error);
	if (self->store == NULL)
		return -1;
	/* What never changes has a place of its own. */
	self->watch = event_watch_open(self->store->is_newest != NULL
		? gantry_settings_get(settings, "cache")
		: "");
	return self->watch == NULL ? gantry_error_memory(error) : 0;
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
	/* A cache that is missing is a warning: GANTRY_ERROR_UNAVAILABLE. */
	return self->store->refresh(self->store, error);
}

/* The generation of the cache that is served, and whether it is whole. */
static const char *
fact_entities(void *state)
{
	struct entities *self = gantry_web_state(state);
	struct store *store = self->store;
	const char *generation = store->generation(store);

	if (generation == NULL || *generation == '\0')
		return NULL;
	if (store->is_incomplete == NULL || !store->is_incomplete(store))
		return generation;
	snprintf(self->fact, sizeof(self->fact), "%s, incomplete", generation);
	return self->fact;
}

static const char *const storages[] = { "sqlite", "noop", NULL };

#define HOUR	 INT64_C(3600000) /* milliseconds */
#define KILOBYTE INT64_C(1024)

static const struct gantry_setting settings[] = {
	{ .key = "data_storage",
	    .type = GANTRY_SETTING_CHOICE,
	    .choices = storages,
	    .fallback = "sqlite",
	    .help = "the store: sqlite or noop" },
	{ .key = "cache",
	    .type = GANTRY_SETTING_PATH,
	    .fallback = "gantry-cache.db",
	    .help = "the file that sqlite reads" },
	{ .key = "query_timeout",
	    .type = GANTRY_SETTING_DURATION,
	    .unit = 1,
	    .most = HOUR,
	    .fallback = "5000",
	    .help = "how long the queries for an answer may take, in "
		    "milliseconds or as in 5s, to 1h; 0: no limit" },
	{ .key = "answer_limit",
	    .type = GANTRY_SETTING_SIZE,
	    .least = KILOBYTE,
	    .most = KILOBYTE * KILOBYTE * KILOBYTE,
	    .fallback = "16M",
	    .help = "the most bytes that an answer may have before it is "
		    "compressed, from 1K to 1G" },
	{ .key = "allowed_origin",
	    .fallback = "*",
	    .help = "Access-Control-Allow-Origin" },
	{ .key = "blob_storage_bucket",
	    .fallback = "/images",
	    .help = "the prefix of img_uri" },
	{ .key = "images",
	    .type = GANTRY_SETTING_PATH,
	    .help = "the folder of images; default: images beside the cache" },
	{ .key = "images_program",
	    .fallback = BINDIR "/gantry-cache",
	    .help = "the program that draws images for POST /images; empty: "
		    "none" },
	{ .key = "stop_words",
	    .type = GANTRY_SETTING_PATH,
	    .help = "a file with the words that POST /images does not draw, "
		    "one a line" },
	{ .key = "images_interval",
	    .type = GANTRY_SETTING_DURATION,
	    .most = 24 * HOUR,
	    .fallback = "60",
	    .help = "the shortest time from one drawing to the next, in "
		    "seconds or as in 5m, to 1d" },
	{ .key = "token",
	    .help = "the value of Authorization that POST /images requires; "
		    "without it POST /images is disabled",
	    .secret = true },
	{ NULL },
};

/* The names that these had as options of gantry. */
static const struct gantry_alias aliases[] = {
	{ "cache", "cache", "the cache that gantry-cache made" },
	{ "require-cache", "require-available", "as --require-available" },
	{ NULL },
};

/* Importing and pulling replace the cache while it is served. */
static const char *const replaced[] = { "cache", NULL };
static const char *const reads[] = { "images|cache/../images", NULL };

const struct gantry_application entities_application = {
	.name = "entities",
	.help = "named entities, counted per publication",
	.settings = settings,
	.open = open_entities,
	.call = gantry_web_call,
	.close = close_entities,
	.reads = reads,
	.replaced = replaced,
	.fact = fact_entities,
	.jobs = images_jobs,
	.aliases = aliases,
};
