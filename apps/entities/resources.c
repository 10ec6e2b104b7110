/*
 * The resources: publications, the words of a publication, a word in all
 * publications, and words by prefix.
 */
#include <string.h>

#include "entities/answer.h"
#include "entities/images.h"
#include "entities/resources.h"
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
static const struct gantry_param asked_word = {
	.name = "word",
	.help = "the word, spelled exactly",
	.is_required = true,
	.takes_empty = true,
};
static const struct gantry_param query = {
	.name = "q",
	.help = "the prefix of the words, ignoring case",
	.is_required = true,
	.size_max = 256,
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
const struct gantry_param *const asked_entity_params[] = {
	&asked_word,
	NULL,
};
const struct gantry_param *const distinctive_params[] = {
	&pub,
	&page_limit,
	NULL,
};
const struct gantry_param *const search_params[] = {
	&query,
	&in_publication,
	&search_limit,
	NULL,
};

static void
put_name(struct gantry_json_writer *json, const struct store_row *row,
    const char *name)
{
	gantry_json_put_string(json, name, row->name, row->length);
	gantry_json_put_integer(json, "count", row->count);
}

static void
put_word(struct gantry_json_writer *json, struct entities *self,
    const struct store_row *row)
{
	(void)self;
	put_name(json, row, "word");
}

static void
put_distinctive(struct gantry_json_writer *json, struct entities *self,
    const struct store_row *row)
{
	(void)self;
	put_name(json, row, "word");
	gantry_json_put_number(json, "score", row->score);
}

static void
put_mention(struct gantry_json_writer *json, struct entities *self,
    const struct store_row *row)
{
	(void)self;
	put_name(json, row, "publication");
}

static void
put_publication(struct gantry_json_writer *json, struct entities *self,
    const struct store_row *row)
{
	struct gantry_buffer *uri = &self->uri;

	gantry_buffer_reset(uri);
	/* A publication with a NUL in its name has no image. */
	if (strlen(row->name) == row->length)
		images_put_uri(uri, self->image_prefix, self->store, row->name);
	put_name(json, row, "name");
	gantry_json_put_string(json, "img_uri", uri->data, uri->length);
	if (gantry_buffer_failed(uri))
		json->failed = true;
}

static int
ask_publications(struct store *store, const struct answer_question *question,
    bool *found, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	(void)question;
	*found = true;
	return store->publications(store, visitor, error);
}

static int
ask_frequencies(struct store *store, const struct answer_question *question,
    bool *found, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	return store->frequencies(
	    store, &question->page, found, visitor, error);
}

static int
ask_distinctive(struct store *store, const struct answer_question *question,
    bool *found, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	return store->distinctive(
	    store, &question->page, found, visitor, error);
}

static int
ask_entity(struct store *store, const struct answer_question *question,
    bool *found, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	return store->entity(store, question->word, found, visitor, error);
}

static int
ask_search(struct store *store, const struct answer_question *question,
    bool *found, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	return store->search(store, &question->search, found, visitor, error);
}

int
publications(struct gantry_request *request, struct gantry_response *response)
{
	const struct answer_question question = {
		.ask = ask_publications,
		.put = put_publication,
	};

	return answer_give(request, response, &question);
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
	struct answer_question question = {
		.ask = ask_frequencies,
		.put = put_word,
		.unfound = "No such publication.",
		.has_limit = true,
	};

	if (read_page(request, &question.page) == -1)
		return -1;
	return answer_give(request, response, &question);
}

int
distinctive(struct gantry_request *request, struct gantry_response *response)
{
	struct answer_question question = {
		.ask = ask_distinctive,
		.put = put_distinctive,
		.unfound = "No such publication.",
		.has_limit = true,
	};
	struct store_page *page = &question.page;

	if (gantry_param_text(request, &pub, &page->publication) == -1 ||
	    gantry_param_integer(request, &page_limit, &page->limit) == -1)
		return -1;
	return answer_give(request, response, &question);
}

/* Answer for the word that PARAM has. */
static int
answer_entity(struct gantry_request *request, struct gantry_response *response,
    const struct gantry_param *param)
{
	struct answer_question question = {
		.ask = ask_entity,
		.put = put_mention,
		.unfound = "No publication has this word.",
	};

	if (gantry_param_text(request, param, &question.word) == -1)
		return -1;
	return answer_give(request, response, &question);
}

int
entity(struct gantry_request *request, struct gantry_response *response)
{
	return answer_entity(request, response, &word);
}

int
asked_entity(struct gantry_request *request, struct gantry_response *response)
{
	return answer_entity(request, response, &asked_word);
}

int
search(struct gantry_request *request, struct gantry_response *response)
{
	struct answer_question question = {
		.ask = ask_search,
		.put = put_word,
		.unfound = "No such publication.",
		.has_limit = true,
	};
	struct store_search *asked = &question.search;

	if (gantry_param_text(request, &query, &asked->prefix) == -1 ||
	    gantry_param_text(request, &in_publication, &asked->publication) ==
		-1 ||
	    gantry_param_integer(request, &search_limit, &asked->limit) == -1)
		return -1;
	return answer_give(request, response, &question);
}
