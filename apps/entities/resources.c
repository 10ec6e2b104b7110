/*
 * The resources: publications, the words of a publication, a word in all
 * publications, and words by prefix.
 */
#include "entities/resources.h"
#include "entities/hooks.h"
#include "entities/images.h"
#include "entities/state.h"

#define LIMIT_MAX 5000

static const struct gantry_param pub = {
	.name = "pub",
	.help = "the name of the publication",
	.place = GANTRY_IN_PATH,
};
static const struct gantry_param after_word = {
	.name = "word",
	.help = "the last word of the previous page; requires count",
	.takes_empty = true,
};
static const struct gantry_param after_count = {
	.name = "count",
	.help = "the count of that word",
	.type = GANTRY_INTEGER,
	.takes_empty = true,
};
static const struct gantry_param page_limit = {
	.name = "limit",
	.help = "the maximum number of words",
	.type = GANTRY_INTEGER,
	.takes_empty = true,
	.minimum = 1,
	.maximum = LIMIT_MAX,
	.fallback = "10",
};
static const struct gantry_param word = {
	.name = "word",
	.help = "the word, spelled exactly",
	.place = GANTRY_IN_PATH,
};
static const struct gantry_param query = {
	.name = "q",
	.help = "the prefix of the words, ignoring case",
	.is_required = true,
	.length_max = 256,
};
static const struct gantry_param in_publication = {
	.name = "publication",
	.help = "search only this publication",
	.takes_empty = true,
};
static const struct gantry_param search_limit = {
	.name = "limit",
	.help = "the maximum number of words",
	.type = GANTRY_INTEGER,
	.takes_empty = true,
	.minimum = 1,
	.maximum = STORE_SEARCH_MAX,
	.fallback = "10",
};

const struct gantry_param *const frequencies_params[] = {
	&pub,
	&after_word,
	&after_count,
	&page_limit,
	NULL,
};
const struct gantry_param *const entity_params[] = { &word, NULL };
const struct gantry_param *const search_params[] = {
	&query,
	&in_publication,
	&search_limit,
	NULL,
};

/* The array that rows are added to: { NAME: its name, "count": its count }. */
struct rows {
	struct entities *self;
	struct gantry_json_writer *json;
	const char *name;
	bool is_too_long; /* the answer, for the setting answer_limit */
};

/* How a walk through the store ended. */
struct answer_outcome {
	int result; /* 0, or -1 with ERROR filled */
	struct gantry_error error;
	bool is_found;
	const char *unfound; /* what to say if it is not */
	bool has_limit; /* the request has the parameter limit */
};

/* Begin the array of the answer. */
static struct rows
begin_rows(struct gantry_request *request, struct gantry_response *response,
    const char *name)
{
	struct rows rows = {
		.self = gantry_request_state(request),
		.json = gantry_response_json(response),
		.name = name,
	};

	gantry_json_begin_array(rows.json, NULL);
	return rows;
}

/*
 * Do LENGTH more bytes fit into the answer?  They are counted before they are
 * written: escaped, a text may be six times as long, and needs the room.
 */
static bool
fits(struct rows *rows, size_t length)
{
	const size_t used = rows->json->buffer->length;
	const size_t limit = rows->self->answer_limit;

	rows->is_too_long = used > limit || length > limit - used;
	return !rows->is_too_long;
}

static int
add_row(void *argument, const struct store_row *row)
{
	struct rows *rows = argument;

	if (!fits(rows, row->length))
		return -1;
	gantry_json_begin_object(rows->json, NULL);
	gantry_json_put_string(rows->json, rows->name, row->name, row->length);
	gantry_json_put_integer(rows->json, "count", row->count);
	gantry_json_end(rows->json);
	return rows->json->failed ? -1 : 0;
}

static int
add_publication(void *argument, const struct store_row *row)
{
	struct rows *rows = argument;
	struct gantry_buffer *uri = &rows->self->uri;

	if (!fits(rows, row->length))
		return -1;

	gantry_buffer_reset(uri);
	images_put_uri(
	    uri, rows->self->image_prefix, rows->self->store, row->name);
	gantry_json_begin_object(rows->json, NULL);
	gantry_json_put_string(rows->json, rows->name, row->name, row->length);
	gantry_json_put_integer(rows->json, "count", row->count);
	gantry_json_put_string(rows->json, "img_uri", uri->data, uri->length);
	gantry_json_end(rows->json);
	return rows->json->failed || gantry_buffer_failed(uri) ? -1 : 0;
}

/* Answer that the answer would be too long.  ADVICE is for the client. */
static int
fail_as_too_long(struct gantry_request *request, const struct rows *rows,
    const char *status, const char *advice)
{
	struct gantry_environ *environ = gantry_request_environ(request);

	gantry_errors_printf(gantry_environ_wsgi(environ)->errors,
	    "the answer is longer than answer_limit, %zu bytes",
	    rows->self->answer_limit);
	return gantry_response_fail(gantry_request_response(request), status,
	    "The answer is longer than the server's limit, answer_limit, of "
	    "%zu bytes; %s.",
	    rows->self->answer_limit, advice);
}

/* End the array.  Returns 0, or -1 when the response was set to fail. */
static int
end_rows(struct gantry_request *request, struct rows *rows,
    const struct answer_outcome *outcome)
{
	if (outcome->result == 0 && outcome->is_found) {
		gantry_json_end(rows->json);
		if (fits(rows, 0))
			return 0;
	}
	if (rows->is_too_long)
		return outcome->has_limit
		    ? fail_as_too_long(
			  request, rows, GANTRY_400, "use a smaller limit")
		    : fail_as_too_long(request, rows, GANTRY_503,
			  "its operator can raise it");
	if (outcome->result == -1)
		return hook_fail(request, &outcome->error);
	return gantry_response_fail(gantry_request_response(request),
	    GANTRY_404, "%s", outcome->unfound);
}

int
publications(struct gantry_request *request, struct gantry_response *response)
{
	struct rows rows = begin_rows(request, response, "name");
	const struct store_visitor visitor = { add_publication, &rows };
	struct store *store = rows.self->store;
	struct answer_outcome outcome = { .is_found = true };

	outcome.result = store->publications(store, &visitor, &outcome.error);
	return end_rows(request, &rows, &outcome);
}

/* Read where the page begins and how many words it has. */
static int
read_page(struct gantry_request *request, struct store_page *page)
{
	bool has_count = gantry_param_is_given(request, &after_count);

	if (gantry_param_text(request, &pub, &page->publication) == -1 ||
	    gantry_param_text(request, &after_word, &page->after_word) == -1 ||
	    gantry_param_integer(request, &after_count, &page->after_count) ==
		-1 ||
	    gantry_param_integer(request, &page_limit, &page->limit) == -1)
		return -1;
	if ((page->after_word != NULL) != has_count)
		return gantry_response_fail(gantry_request_response(request),
		    GANTRY_400,
		    "The parameters 'word' and 'count' require each other: "
		    "they are the last entry of the previous page.");
	return 0;
}

int
frequencies(struct gantry_request *request, struct gantry_response *response)
{
	struct rows rows = begin_rows(request, response, "word");
	const struct store_visitor visitor = { add_row, &rows };
	struct store *store = rows.self->store;
	struct store_page page = { 0 };
	struct answer_outcome outcome = {
		.unfound = "No such publication.",
		.has_limit = true,
	};

	if (read_page(request, &page) == -1)
		return -1;
	outcome.result = store->frequencies(
	    store, &page, &outcome.is_found, &visitor, &outcome.error);
	return end_rows(request, &rows, &outcome);
}

int
entity(struct gantry_request *request, struct gantry_response *response)
{
	struct rows rows = begin_rows(request, response, "publication");
	const struct store_visitor visitor = { add_row, &rows };
	struct store *store = rows.self->store;
	const char *asked = NULL;
	struct answer_outcome outcome = {
		.unfound = "No publication has this word.",
	};

	if (gantry_param_text(request, &word, &asked) == -1)
		return -1;
	outcome.result = store->entity(
	    store, asked, &outcome.is_found, &visitor, &outcome.error);
	return end_rows(request, &rows, &outcome);
}

int
search(struct gantry_request *request, struct gantry_response *response)
{
	struct rows rows = begin_rows(request, response, "word");
	const struct store_visitor visitor = { add_row, &rows };
	struct store *store = rows.self->store;
	struct store_search asked = { 0 };
	struct answer_outcome outcome = {
		.unfound = "No such publication.",
		.has_limit = true,
	};

	if (gantry_param_text(request, &query, &asked.prefix) == -1 ||
	    gantry_param_text(request, &in_publication, &asked.publication) ==
		-1 ||
	    gantry_param_integer(request, &search_limit, &asked.limit) == -1)
		return -1;
	outcome.result = store->search(
	    store, &asked, &outcome.is_found, &visitor, &outcome.error);
	return end_rows(request, &rows, &outcome);
}
