/*
 * The entities application: its settings, its routes, its two resources.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>
#include <gantry/web.h>

#include "entities/answer.h"
#include "entities/entities.h"

#define LIMIT_DEFAULT 10
#define LIMIT_MAX     5000

/* What each resource does with GET and HEAD, the data being there. */
typedef int resource(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response, const char *parameter);

/* FIRST for the first element of the array, else REST, which has a comma. */
static void
begin_element(struct gantry_buffer *text, const char *first, const char *rest)
{
	gantry_buffer_puts(text, text->length > 1 ? rest : first);
}

static int
add_publication(void *argument, const struct store_row *row)
{
	struct entities *self = argument;
	struct gantry_buffer *text = &self->text, *uri = &self->uri;

	gantry_buffer_reset(uri);
	gantry_buffer_puts(uri, self->image_prefix);
	gantry_buffer_putc(uri, '/');
	gantry_percent_encode(uri, row->name);
	gantry_buffer_puts(uri, ".png");
	begin_element(text, "{\"name\":", ",{\"name\":");
	gantry_json_string(text, row->name, row->length);
	gantry_buffer_puts(text, ",\"count\":");
	gantry_json_integer(text, row->count);
	gantry_buffer_puts(text, ",\"img_uri\":");
	gantry_json_string(text, uri->data, uri->length);
	gantry_buffer_putc(text, '}');
	return gantry_buffer_failed(text) || gantry_buffer_failed(uri) ? -1 : 0;
}

static int
publications(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response, const char *parameter)
{
	struct gantry_error error;

	(void)parameter;
	gantry_buffer_putc(&self->text, '[');
	if (self->store->publications(
		self->store, add_publication, self, &error) == -1)
		return answer_error(self, environ, start_response, &error);
	gantry_buffer_putc(&self->text, ']');
	return answer_json(self, environ, start_response);
}

static int
add_word(void *argument, const struct store_row *row)
{
	struct gantry_buffer *text = &((struct entities *)argument)->text;

	begin_element(text, "{\"word\":", ",{\"word\":");
	gantry_json_string(text, row->name, row->length);
	gantry_buffer_puts(text, ",\"count\":");
	gantry_json_integer(text, row->count);
	gantry_buffer_putc(text, '}');
	return gantry_buffer_failed(text) ? -1 : 0;
}

static int
read_page(struct gantry_environ *environ, struct store_page *page,
    struct gantry_error *error)
{
	bool has_count, has_limit;

	page->limit = LIMIT_DEFAULT;
	if (gantry_query_get(environ, "word", &page->after_word, error) == -1 ||
	    gantry_query_integer(environ, "count", INT64_MIN, INT64_MAX,
		&page->after_count, &has_count, error) == -1 ||
	    gantry_query_integer(environ, "limit", 1, LIMIT_MAX, &page->limit,
		&has_limit, error) == -1)
		return -1;
	if ((page->after_word != NULL) != has_count)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the parameters 'word' and 'count' go together: they are "
		    "the last entry of the page before");
	return 0;
}

static int
frequencies(struct entities *self, struct gantry_environ *environ,
    gantry_start_response *start_response, const char *publication)
{
	struct store_page page = { .publication = publication };
	struct gantry_error error;
	bool found;

	if (read_page(environ, &page, &error) == -1)
		return answer_error(self, environ, start_response, &error);
	gantry_buffer_putc(&self->text, '[');
	if (self->store->frequencies(
		self->store, &page, &found, add_word, self, &error) == -1)
		return answer_error(self, environ, start_response, &error);
	if (!found)
		return answer_problem(self, environ, start_response,
		    "404 Not Found", "There is no such publication.");
	gantry_buffer_putc(&self->text, ']');
	return answer_json(self, environ, start_response);
}

/* The resource at PATH, and what follows its name; NULL when there is none. */
static resource *
find_resource(const char *path, const char **parameter)
{
	static const char prefix[] = "/frequencies/";
	const size_t length = sizeof(prefix) - 1;

	*parameter = NULL;
	if (strcmp(path, "/publications") == 0)
		return publications;
	if (strncmp(path, prefix, length) != 0 || path[length] == '\0' ||
	    strchr(path + length, '/') != NULL)
		return NULL;
	*parameter = path + length;
	return frequencies;
}

/* Say once that a newer cache is refused. */
static void
note_complaint(struct entities *self, struct gantry_environ *environ)
{
	const char *complaint = self->store->complaint(self->store);

	if (complaint != NULL)
		gantry_errors_printf(gantry_environ_wsgi(environ)->errors,
		    "%s; the one before is kept", complaint);
}

static int
entities(struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct entities *self = gantry_environ_state(environ);
	const char *method = gantry_environ_get(environ, "REQUEST_METHOD");
	const char *path = gantry_environ_get(environ, "PATH_INFO"), *parameter;
	resource *found = find_resource(path, &parameter);
	struct gantry_error error;

	if (strcmp(method, "OPTIONS") == 0)
		return answer_options(self, environ, start_response);
	if (found == NULL)
		return answer_problem(self, environ, start_response,
		    "404 Not Found", "There is nothing at this address.");
	if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
		return answer_not_allowed(self, environ, start_response);
	self->store->environ = environ;
	if (self->store->refresh(self->store, &error) == -1)
		return answer_error(self, environ, start_response, &error);
	note_complaint(self, environ);
	gantry_buffer_reset(&self->text);
	return found(self, environ, start_response, parameter);
}

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
		gantry_error_set(error, GANTRY_ERROR_MEMORY, "out of memory");
	return store;
}

static void
close_entities(void *state)
{
	struct entities *self = state;

	if (self == NULL)
		return;
	if (self->store != NULL)
		self->store->free(self->store);
	gantry_buffer_clear(&self->text);
	gantry_buffer_clear(&self->uri);
	free(self);
}

static int
open_entities(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	struct entities *self = calloc(1, sizeof(*self));

	if (self == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	self->allowed_origin = gantry_settings_get(settings, "allowed_origin");
	self->image_prefix =
	    gantry_settings_get(settings, "blob_storage_bucket");
	self->store = make_store(settings, error);
	if (self->store == NULL) {
		close_entities(self);
		return -1;
	}
	*state = self;
	/* A cache that is not there yet is no reason not to start. */
	return self->store->refresh(self->store, error);
}

/* Which generation of the cache is served. */
static const char *
fact_entities(void *state)
{
	const struct entities *self = state;
	const char *generation = self->store->generation(self->store);

	return generation != NULL && *generation != '\0' ? generation : NULL;
}

static const char *const storages[] = { "sqlite", "noop", NULL };

/* An hour is no limit any more. */
static const char *const timeouts[] = { "0..3600000", NULL };

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
	{ NULL },
};

static const char *const reads[] = { "cache", NULL };

const struct gantry_application entities_application = {
	.name = "entities",
	.help = "named entities, counted per publication",
	.settings = settings,
	.open = open_entities,
	.call = entities,
	.close = close_entities,
	.reads = reads,
	.fact = fact_entities,
};
