/*
 * Requests are messages in protobuf's JSON: names in camelCase or snake_case,
 * numbers also as strings, null for what is absent.
 */
#include <jansson.h>
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/rest/rest_name.h"
#include "data/query/language/parse.h"
#include "firestore/rpc/request.h"

int
request_check(struct run *run, const char *const *names)
{
	struct gantry_error error;

	if (parse_object(run->request, "request", names, &error) == -1)
		return run_fail_with(run, &error);
	return 0;
}

int
request_text(
    struct run *run, const char *camel, const char *snake, struct bytes *text)
{
	struct gantry_error error;

	if (parse_text(parse_member(run->request, camel, snake), camel, text,
		&error) == -1)
		return run_fail_with(run, &error);
	return 0;
}

int
request_boolean(
    struct run *run, const char *camel, const char *snake, bool *value)
{
	const json_t *member = parse_member(run->request, camel, snake);
	struct gantry_error error;

	/* Parameters of a query string are texts. */
	if (json_is_string(member) &&
	    (strcmp(json_string_value(member), "true") == 0 ||
		strcmp(json_string_value(member), "false") == 0)) {
		*value = json_string_value(member)[0] == 't';
		return 0;
	}
	if (parse_boolean(member, camel, value, &error) == -1)
		return run_fail_with(run, &error);
	return 0;
}

int
request_count(
    struct run *run, const char *camel, const char *snake, int64_t *count)
{
	struct gantry_error error;

	if (parse_integer(parse_member(run->request, camel, snake), camel,
		count, &error) == -1)
		return run_fail_with(run, &error);
	if (*count >= 0 && *count <= INT32_MAX)
		return 0;
	if (strcmp(camel, "pageSize") == 0 && *count < 0)
		return run_fail(run, RPC_INVALID_ARGUMENT,
		    "Page size must be nonnegative.");
	return run_fail(run, RPC_INVALID_ARGUMENT,
	    *count < 0 ? "%s is negative" : "%s is out of range", camel);
}

/* Where a text is read. */
struct reader {
	struct run *run;
	struct bytes text;
	const char *what;
	size_t at;
};

static int
lacks(const struct reader *reader, const char *part)
{
	return run_fail(reader->run, RPC_INVALID_ARGUMENT,
	    "%s %s lacks \"%s\" at index %zu.", reader->what,
	    bytes_show(reader->text).text, part, reader->at);
}

/* Go beyond PART.  Returns 0 or -1. */
static int
skip(struct reader *reader, const char *part)
{
	size_t length = strlen(part);

	if (reader->text.length - reader->at < length ||
	    memcmp(reader->text.data + reader->at, part, length) != 0)
		return lacks(reader, part);
	reader->at += length;
	return 0;
}

/* Read the id from here to the next slash. */
static int
read_id(struct reader *reader, struct bytes *id)
{
	const char *start = reader->text.data + reader->at;
	size_t left = reader->text.length - reader->at;
	const char *slash = left > 0 ? memchr(start, '/', left) : NULL;

	*id = (struct bytes){ start,
		slash != NULL ? (size_t)(slash - start) : left };
	if (id->length == 0)
		return lacks(reader, "id");
	reader->at += id->length;
	return 0;
}

static int
read_database(struct reader *reader, struct name *name)
{
	name->path = (struct bytes){ "", 0 };
	if (skip(reader, "projects") == -1 || skip(reader, "/") == -1 ||
	    read_id(reader, &name->project) == -1 || skip(reader, "/") == -1 ||
	    skip(reader, "databases") == -1 || skip(reader, "/") == -1)
		return -1;
	return read_id(reader, &name->database);
}

static size_t
count_slashes(struct bytes path)
{
	size_t i, count = 0;

	for (i = 0; i < path.length; i++)
		count += path.data[i] == '/';
	return count;
}

static int
read_path(struct reader *reader, struct name *name)
{
	struct gantry_error error;

	name->path = (struct bytes){ reader->text.data + reader->at,
		reader->text.length - reader->at };
	if (name->path.length > 0 &&
	    name->path.data[name->path.length - 1] == '/')
		return run_fail(reader->run, RPC_INVALID_ARGUMENT,
		    "%s %s has invalid trailing \"/\".", reader->what,
		    bytes_show(reader->text).text);
	if (count_slashes(name->path) % 2 == 0) {
		reader->at = reader->text.length;
		return lacks(reader, "/");
	}
	if (rest_path_check(name->path, &error) == -1) {
		gantry_error_prefix(&error, "%s %s", reader->what,
		    bytes_show(reader->text).text);
		return run_fail_with(reader->run, &error);
	}
	return 0;
}

int
request_read_name(
    struct run *run, struct bytes text, const char *what, struct name *name)
{
	struct reader reader = { run, text, what, 0 };

	if (read_database(&reader, name) == -1 || skip(&reader, "/") == -1 ||
	    skip(&reader, "documents") == -1 || skip(&reader, "/") == -1)
		return -1;
	return read_path(&reader, name);
}

int
request_read_parent(struct run *run, struct bytes text, struct name *name)
{
	struct reader reader = { run, text, "Document parent name", 0 };

	if (read_database(&reader, name) == -1 || skip(&reader, "/") == -1 ||
	    skip(&reader, "documents") == -1)
		return -1;
	if (reader.at == text.length)
		return 0;
	return skip(&reader, "/") == -1 ? -1 : read_path(&reader, name);
}

int
request_read_database(struct run *run, struct bytes text, struct name *name)
{
	struct reader reader = { run, text, "Database name", 0 };

	if (read_database(&reader, name) == -1)
		return -1;
	if (reader.at == text.length ||
	    (skip(&reader, "/documents") == 0 && reader.at == text.length))
		return 0;
	return run_fail(run, RPC_INVALID_ARGUMENT,
	    "Database name %s has invalid trailing text.",
	    bytes_show(text).text);
}

/* Is ID what the setting, or else the cache, says? */
static bool
is_served(struct bytes id, const char *setting, const char *known)
{
	if (setting == NULL || *setting == '\0')
		setting = known;
	return *setting == '\0' || strcmp(setting, "*") == 0 ||
	    bytes_is_equal(id, setting);
}

int
request_use_database(struct run *run, const struct name *name)
{
	const struct rpc_service *service = run->service;

	run->answering.origin.project = name->project;
	run->answering.origin.database = name->database;
	if (is_served(
		name->project, service->options.project, service->project) &&
	    is_served(
		name->database, service->options.database, service->database))
		return 0;
	return run_fail(run, RPC_NOT_FOUND,
	    "The database %s does not exist for project %s.",
	    bytes_show(name->database).text, bytes_show(name->project).text);
}

static int
read_field(struct run *run, const json_t *json, struct field_path_names *field)
{
	struct gantry_error error;
	struct bytes text;

	if (parse_text(json, "mask.field_paths", &text, &error) == -1 ||
	    field_read(field, &run->arena, text, &error) == -1)
		return run_fail_with(run, &error);
	return 0;
}

int
request_mask(
    struct run *run, const struct field_path_names **fields, size_t *count)
{
	static const char *const names[] = { "field_paths", NULL };
	const json_t *mask = parse_member(run->request, "mask", NULL), *paths;
	struct field_path_names *items;
	struct gantry_error error;
	size_t i;

	*fields = NULL;
	*count = 0;
	if (mask == NULL)
		return 0;
	paths = parse_member(mask, "fieldPaths", "field_paths");
	if (parse_object(mask, "mask", names, &error) == -1 ||
	    parse_repeated(paths, "mask.field_paths", count, &error) == -1)
		return run_fail_with(run, &error);
	items = arena_alloc(&run->arena, (*count + 1) * sizeof(*items));
	if (items == NULL)
		return run_fail(run, RPC_INTERNAL, "Internal error.");
	for (i = 0; i < *count; i++)
		if (read_field(run, parse_element(paths, i), &items[i]) == -1)
			return -1;
	*fields = items;
	return 0;
}

void
run_write_name(
    const struct run *run, struct bytes path, struct gantry_buffer *json)
{
	const struct query_origin *origin = &run->answering.origin;
	struct gantry_buffer name = { 0 };

	gantry_buffer_puts(&name, "projects/");
	gantry_buffer_add(&name, origin->project.data, origin->project.length);
	gantry_buffer_puts(&name, "/databases/");
	gantry_buffer_add(
	    &name, origin->database.data, origin->database.length);
	gantry_buffer_puts(&name, "/documents/");
	gantry_buffer_add(&name, path.data, path.length);
	if (gantry_buffer_failed(&name))
		json->failed = true;
	else
		gantry_json_string(json, name.data, name.length);
	gantry_buffer_clear(&name);
}

void
run_add_name(struct run *run, struct bytes path)
{
	run_write_name(run, path, &run->line);
}
