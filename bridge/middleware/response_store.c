/*
 * Each stored response is one block: the struct, its tables, and their text.  A
 * first pass without a destination computes the size, a second one copies.
 */
#define XXH_INLINE_ALL
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>
#include <xxhash.h>

#include "base/clock.h"
#include "base/text/token_list.h"
#include "middleware/response_store.h"

#define NAME_SIZE 256 /* the longest name of a request header */

/* Where text is copied to; AT is NULL when it is only measured. */
struct block {
	char *at;
	size_t used;
};

/* Copy LENGTH bytes of TEXT; NULL when TEXT is NULL or only measured. */
static const char *
put(struct block *block, const char *text, size_t length)
{
	char *to = block->at;

	if (text == NULL)
		return NULL;
	block->used += length + 1;
	if (to == NULL)
		return NULL;
	memcpy(to, text, length);
	to[length] = '\0';
	block->at += length + 1;
	return to;
}

/* The next two fill TABLE, unless it is NULL, and return the count. */
static size_t
put_varied(struct block *block, struct gantry_header *table,
    const struct gantry_request *request, const char *vary)
{
	const char *word, *value, *name_copy, *value_copy;
	char name[NAME_SIZE];
	size_t count, length;

	for (count = 0; (word = token_list_next(&vary, &length)) != NULL;
	     count++) {
		snprintf(name, sizeof(name), "%.*s", (int)length, word);
		value = gantry_request_header(request, name);
		name_copy = put(block, name, strlen(name));
		value_copy =
		    put(block, value, value != NULL ? strlen(value) : 0);
		if (table != NULL)
			table[count] =
			    (struct gantry_header){ name_copy, value_copy };
	}
	return count;
}

/*
 * The id of the request belongs to that request; a stored response is the
 * answer to others.
 */
static size_t
put_headers(struct block *block, struct gantry_header *table,
    const struct gantry_response *response)
{
	size_t position = 0, count;
	struct gantry_header header, copy;

	for (count = 0;
	     gantry_response_next_header(response, &position, &header);) {
		if (strcasecmp(header.name, "X-Request-Id") == 0)
			continue;
		copy.name = put(block, header.name, strlen(header.name));
		copy.value = put(block, header.value, strlen(header.value));
		if (table != NULL)
			table[count] = copy;
		count++;
	}
	return count;
}

/* Copy the response; NULL when it exceeds SIZE_MAX bytes or memory ran out. */
static struct stored_response *
copy(const char *key, struct gantry_request *request,
    const struct gantry_response *response, size_t size_max)
{
	const struct gantry_buffer *body = gantry_response_body(response);
	const char *vary = gantry_response_get_header(response, "Vary");
	const char *bytes = body->length > 0 ? body->data : "";
	struct block block = { .used = sizeof(struct stored_response) };
	struct stored_response *stored;
	size_t varied, headers;

	if (vary == NULL)
		vary = "";
	varied = 1 + put_varied(&block, NULL, request, vary);
	headers = 1 + put_headers(&block, NULL, response);
	block.used += (varied + headers) * sizeof(struct gantry_header);
	put(&block, key, strlen(key));
	put(&block, bytes, body->length);
	stored = block.used <= size_max ? calloc(1, block.used) : NULL;
	if (stored == NULL)
		return NULL;
	stored->size = block.used;
	stored->varied = (struct gantry_header *)(stored + 1);
	stored->headers = stored->varied + varied;
	block.at = (char *)(stored->headers + headers);
	put_varied(&block, stored->varied, request, vary);
	put_headers(&block, stored->headers, response);
	stored->key = put(&block, key, strlen(key));
	stored->body = put(&block, bytes, body->length);
	stored->body_length = body->length;
	return stored;
}

void
response_store_init(struct response_store *store)
{
	*store = (struct response_store){ 0 };
	if (getrandom(&store->seed, sizeof(store->seed), GRND_NONBLOCK) !=
	    (ssize_t)sizeof(store->seed))
		store->seed = (uint64_t)clock_microseconds();
}

static uint64_t
hash_of(const struct response_store *store, const char *key)
{
	return XXH3_64bits_withSeed(key, strlen(key), store->seed);
}

void
response_store_add(struct response_store *store, const char *key,
    struct gantry_request *request, const struct gantry_response *response,
    size_t size_max)
{
	struct stored_response *stored = copy(key, request, response, size_max),
			       **list;

	if (stored == NULL)
		return;
	stored->hash = hash_of(store, key);
	stored->since = clock_milliseconds();
	list = &store->lists[stored->hash % RESPONSE_STORE_LISTS];
	stored->next = *list;
	*list = stored;
	if (store->newest != NULL)
		store->newest->newer = stored;
	else
		store->oldest = stored;
	store->newest = stored;
	store->size += stored->size;
	response_store_drop(store, size_max, 0);
}

static bool
has_same_headers(
    const struct stored_response *stored, const struct gantry_request *request)
{
	const struct gantry_header *header;
	const char *value;

	for (header = stored->varied; header->name != NULL; header++) {
		value = gantry_request_header(request, header->name);
		if ((value == NULL) != (header->value == NULL) ||
		    (value != NULL && strcmp(value, header->value) != 0))
			return false;
	}
	return true;
}

const struct stored_response *
response_store_find(const struct response_store *store, const char *key,
    struct gantry_request *request)
{
	const uint64_t hash = hash_of(store, key);
	const struct stored_response *stored =
	    store->lists[hash % RESPONSE_STORE_LISTS];

	while (stored != NULL &&
	    (stored->hash != hash || strcmp(stored->key, key) != 0 ||
		!has_same_headers(stored, request)))
		stored = stored->next;
	return stored;
}

static void
drop_oldest(struct response_store *store)
{
	struct stored_response *stored = store->oldest;
	struct stored_response **list =
	    &store->lists[stored->hash % RESPONSE_STORE_LISTS];

	while (*list != stored)
		list = &(*list)->next;
	*list = stored->next;
	store->oldest = stored->newer;
	if (store->oldest == NULL)
		store->newest = NULL;
	store->size -= stored->size;
	free(stored);
}

void
response_store_drop(
    struct response_store *store, size_t size_max, int64_t since)
{
	while (store->oldest != NULL &&
	    (store->size > size_max || store->oldest->since < since))
		drop_oldest(store);
}
