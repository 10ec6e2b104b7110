/*
 * Reads pages of documents, by a query or by a list.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>
#include <gantry/web.h>

#include "data/firestore/nul_text.h"
#include "data/firestore/pull/pull_page.h"
#include "data/firestore/pull/pull_query.h"
#include "data/firestore/spool/spool_read.h"

/* The number of documents to ask for adapts to the size of the answers. */
#define LIMIT_FIRST 300
#define LIMIT_MAX   2400
#define LIST_MAX    300
#define SMALL_BYTES (1 << 20)
#define LARGE_BYTES (8 << 20)

static int
reject_answer(const struct pull_caller *caller, struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s: unexpected answer; is this Firestore?", caller->url.data);
}

void
pull_page_clear(struct pull_page *page)
{
	gantry_buffer_clear(&page->lines);
	gantry_buffer_clear(&page->cursor);
	gantry_buffer_clear(&page->body);
	paths_clear(&page->found);
	rest_document_clear(&page->working);
}

static void
begin(struct pull_page *page, const struct spool_part *part)
{
	gantry_buffer_reset(&page->lines);
	gantry_buffer_reset(&page->cursor);
	gantry_buffer_reset(&page->body);
	paths_clear(&page->found);
	page->documents = 0;
	page->step = (struct spool_step){ .is_listed = part->is_listed };
	if (page->limit == 0)
		page->limit = LIMIT_FIRST;
}

/* Add the document JSON, which cannot be read, as it is.  ERROR says why. */
static int
add_rejected(
    struct pull_page *page, const json_t *json, struct gantry_error *error)
{
	const struct bytes path = page->working.name.path;
	const struct gantry_error reason = *error;
	struct firestore_rejected rejected = {
		.path = path.data,
		.path_length = path.length,
		.reason = reason.text,
	};
	char *raw = json_dumps(json, JSON_COMPACT);
	int result;

	if (raw == NULL)
		return gantry_error_memory(error);
	rejected.raw = raw;
	rejected.raw_length = strlen(raw);
	result = spool_add_rejected(&page->lines, &rejected, error);
	free(raw);
	return result;
}

/* Make the cursor point to the document JSON. */
static int
set_name_cursor(struct pull_page *page, const struct pull_caller *caller,
    const json_t *json, struct gantry_error *error)
{
	const size_t prefix = strlen(caller->target->name) + 1;
	const json_t *name = json_object_get(json, "name");

	if (json_string_length(name) <= prefix)
		return reject_answer(caller, error);
	gantry_buffer_reset(&page->cursor);
	nul_text_add(&page->cursor,
	    (struct bytes){ json_string_value(name) + prefix,
		json_string_length(name) - prefix });
	return 0;
}

/* Add the document JSON, and make the cursor point to it. */
static int
add_document(struct pull_page *page, const struct pull_caller *caller,
    const json_t *json, struct gantry_error *error)
{
	struct firestore_document document;

	page->documents++;
	if (rest_document_read(&page->working, json, &document, error) == 0) {
		if (spool_add_document(&page->lines, &document, error) == -1)
			return -1;
	} else if (!caller->target->keeps_rejected ||
	    (error->code != GANTRY_ERROR_INPUT &&
		error->code != GANTRY_ERROR_LIMIT) ||
	    add_rejected(page, json, error) == -1) {
		return -1;
	}
	return set_name_cursor(page, caller, json, error);
}

static int
set_cursor(struct pull_page *page, struct gantry_error *error)
{
	gantry_buffer_putc(&page->cursor, '\0');
	if (gantry_buffer_failed(&page->cursor))
		return gantry_error_memory(error);
	if (page->cursor.length > 1)
		page->step.cursor = page->cursor.data;
	return 0;
}

static void
adapt_limit(struct pull_page *page, size_t bytes)
{
	if (bytes > LARGE_BYTES && page->limit > 1)
		page->limit /= 2;
	else if (bytes < SMALL_BYTES && page->limit <= LIMIT_MAX / 2)
		page->limit *= 2;
}

/* Was the answer too long?  Then lower the limit for another try. */
static bool
lower_limit(struct pull_page *page, const struct gantry_error *error)
{
	if (error->code != GANTRY_ERROR_LIMIT || page->limit == 1)
		return false;
	page->limit = page->limit / 8 + 1;
	return true;
}

/* Put the cursor after DOCUMENT, the last one, which may be NULL. */
static int
set_field_cursor(struct pull_page *page, const struct pull_caller *caller,
    const struct spool_part *part, const json_t *document,
    struct gantry_error *error)
{
	gantry_buffer_reset(&page->cursor);
	if (document != NULL &&
	    pull_query_add_cursor(&page->cursor, part, document) == -1)
		return reject_answer(caller, error);
	return 0;
}

static int
add_results(struct pull_page *page, const struct pull_caller *caller,
    const struct spool_part *part, const json_t *answer,
    struct gantry_error *error)
{
	const json_t *document, *last = NULL;
	size_t i;

	for (i = 0; i < json_array_size(answer); i++) {
		document =
		    json_object_get(json_array_get(answer, i), "document");
		if (document == NULL)
			continue;
		if (add_document(page, caller, document, error) == -1)
			return -1;
		last = document;
	}
	if (part->from != NULL &&
	    set_field_cursor(page, caller, part, last, error) == -1)
		return -1;
	page->step.is_done = page->documents < page->limit;
	return set_cursor(page, error);
}

/* Did Firestore reject queries without a kind altogether, not only this one? */
static bool
is_rejected(const struct pull_caller *caller, const struct spool_part *part)
{
	return (caller->status == 400 || caller->status == 501) &&
	    !caller->is_stale && part->from == NULL && !part->is_group &&
	    part->cursor[0] == '\0';
}

static int
read_query(struct pull_page *page, struct pull_caller *caller,
    const struct spool_part *part, struct gantry_error *error)
{
	json_t *answer;
	int result;

	do {
		begin(page, part);
		pull_query_write(&page->body, caller, part, page->limit);
		answer = pull_post(caller, "", "runQuery", &page->body, error);
	} while (answer == NULL && lower_limit(page, error));
	if (answer == NULL) {
		page->step.is_listed = is_rejected(caller, part);
		return page->step.is_listed ? 0 : -1;
	}
	if (json_is_array(answer))
		result = add_results(page, caller, part, answer, error);
	else
		result = reject_answer(caller, error);
	json_decref(answer);
	adapt_limit(page, caller->length);
	return result;
}

/* Append the parameter NAME with VALUE to the URL. */
static void
add_parameter(struct pull_caller *caller, const char *name, const char *value)
{
	gantry_buffer_printf(&caller->url, "&%s=", name);
	gantry_percent_encode(&caller->url, value);
}

static json_t *
call_list(struct pull_page *page, struct pull_caller *caller,
    const struct spool_part *part, struct gantry_error *error)
{
	pull_url_begin(caller);
	pull_url_add_path(caller, part->collection);
	gantry_buffer_printf(&caller->url, "?showMissing=true&pageSize=%u",
	    page->limit < LIST_MAX ? page->limit : LIST_MAX);
	if (part->cursor[0] != '\0')
		add_parameter(caller, "pageToken", part->cursor);
	/* The emulator can only list the current documents. */
	if (!caller->target->is_emulator)
		add_parameter(caller, "readTime", caller->read_time);
	return pull_call(caller, NULL, error);
}

/* Add a listed document, if it exists, and find the collections below it. */
static int
add_listed(struct pull_page *page, struct pull_caller *caller,
    const json_t *document, struct gantry_error *error)
{
	const size_t prefix = strlen(caller->target->name) + 1;
	const json_t *name = json_object_get(document, "name");
	struct bytes path = { json_string_value(name),
		json_string_length(name) };
	char *text;
	int result;

	if (path.length <= prefix ||
	    memcmp(path.data, caller->target->name, prefix - 1) != 0)
		return reject_answer(caller, error);
	if (json_object_get(document, "createTime") != NULL &&
	    add_document(page, caller, document, error) == -1)
		return -1;
	path.data += prefix;
	path.length -= prefix;
	text = nul_text_dup(path);
	if (text == NULL)
		return gantry_error_memory(error);
	result = pull_page_find(caller, text, &page->found, error);
	free(text);
	return result;
}

static int
add_list(struct pull_page *page, struct pull_caller *caller,
    const json_t *answer, struct gantry_error *error)
{
	const json_t *documents = json_object_get(answer, "documents");
	const char *token =
	    json_string_value(json_object_get(answer, "nextPageToken"));
	size_t i;

	for (i = 0; i < json_array_size(documents); i++)
		if (add_listed(page, caller, json_array_get(documents, i),
			error) == -1)
			return -1;
	page->step.is_done = token == NULL || token[0] == '\0';
	gantry_buffer_reset(&page->cursor);
	if (!page->step.is_done)
		gantry_buffer_puts(&page->cursor, token);
	return set_cursor(page, error);
}

static int
read_list(struct pull_page *page, struct pull_caller *caller,
    const struct spool_part *part, struct gantry_error *error)
{
	json_t *answer;
	int result;

	do {
		begin(page, part);
		answer = call_list(page, caller, part, error);
	} while (answer == NULL && lower_limit(page, error));
	if (answer == NULL)
		return -1;
	result = add_list(page, caller, answer, error);
	if (result == 0)
		result = paths_end(&page->found, error);
	page->step.found = (const char *const *)page->found.items;
	json_decref(answer);
	return result;
}

int
pull_page_read(struct pull_page *page, struct pull_caller *caller,
    const struct spool_part *part, struct gantry_error *error)
{
	int result = part->is_listed ? read_list(page, caller, part, error)
				     : read_query(page, caller, part, error);

	if (result == -1)
		gantry_error_prefix(error, "collection %s", part->collection);
	return result;
}

/* Add the collection ID, which is not empty, below the document PATH. */
static int
add_id(struct paths *found, const char *path, struct bytes id,
    struct gantry_error *error)
{
	struct gantry_buffer joined = { 0 };
	int result;

	if (path[0] != '\0')
		gantry_buffer_printf(&joined, "%s/", path);
	nul_text_add(&joined, id);
	result = gantry_buffer_putc(&joined, '\0') == 0
	    ? paths_add(found, joined.data, error)
	    : gantry_error_memory(error);
	gantry_buffer_clear(&joined);
	return result;
}

static int
add_ids(const json_t *answer, const char *path, struct paths *found,
    struct gantry_error *error)
{
	const json_t *ids = json_object_get(answer, "collectionIds"), *id;
	size_t i;

	for (i = 0; i < json_array_size(ids); i++) {
		id = json_array_get(ids, i);
		if (json_string_length(id) > 0 &&
		    add_id(found, path,
			(struct bytes){
			    json_string_value(id), json_string_length(id) },
			error) == -1)
			return -1;
	}
	return 0;
}

int
pull_page_find(struct pull_caller *caller, const char *path,
    struct paths *found, struct gantry_error *error)
{
	struct gantry_buffer body = { 0 };
	json_t *answer = NULL, *previous;
	const char *token = NULL;
	int result = 0;

	do {
		gantry_buffer_reset(&body);
		gantry_buffer_puts(&body, "{\"pageSize\":300");
		if (token != NULL) {
			gantry_buffer_puts(&body, ",\"pageToken\":");
			gantry_json_text(&body, token);
		}
		pull_query_end(&body, caller);
		previous = answer;
		answer =
		    pull_post(caller, path, "listCollectionIds", &body, error);
		json_decref(previous);
		result =
		    answer == NULL ? -1 : add_ids(answer, path, found, error);
		token =
		    json_string_value(json_object_get(answer, "nextPageToken"));
	} while (result == 0 && token != NULL && token[0] != '\0');
	json_decref(answer);
	gantry_buffer_clear(&body);
	return result;
}

/* Append the read time of ANSWER, with at most six decimal digits. */
static int
add_read_time(const json_t *answer, struct gantry_buffer *read_time,
    struct gantry_error *error)
{
	const char *time = json_string_value(
	    json_object_get(json_array_get(answer, 0), "readTime"));
	const char *dot = time != NULL ? strchr(time, '.') : NULL;

	if (time == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the answer has no readTime");
	if (dot != NULL && strspn(dot + 1, "0123456789") > 6)
		gantry_buffer_printf(
		    read_time, "%.*sZ", (int)(dot - time) + 7, time);
	else
		gantry_buffer_puts(read_time, time);
	gantry_buffer_putc(read_time, '\0');
	return gantry_buffer_failed(read_time) ? gantry_error_memory(error) : 0;
}

int
pull_page_now(struct pull_caller *caller, struct gantry_buffer *read_time,
    struct gantry_error *error)
{
	/* Reading a missing document costs one read. */
	static const char path[] = "gantry-cache/read-time";
	struct gantry_buffer body = { 0 };
	json_t *answer;
	int result = -1;

	gantry_buffer_puts(&body, "{\"documents\":[");
	pull_query_name(&body, caller, path);
	gantry_buffer_puts(&body, "]}");
	answer = pull_post(caller, "", "batchGet", &body, error);
	if (answer != NULL)
		result = add_read_time(answer, read_time, error);
	json_decref(answer);
	gantry_buffer_clear(&body);
	return result;
}
