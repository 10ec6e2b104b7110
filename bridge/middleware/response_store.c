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
#include "middleware/cache_control.h"
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
 * answer to others.  Cache-Control may name headers that belong to it, too.
 */
static size_t
put_headers(struct block *block, struct gantry_header *table,
    const struct gantry_response *response)
{
	const char *control =
	    gantry_response_get_header(response, "Cache-Control");
	size_t position = 0, count;
	struct gantry_header header, copy;

	for (count = 0;
	     gantry_response_next_header(response, &position, &header);) {
		if (strcasecmp(header.name, "X-Request-Id") == 0 ||
		    cache_control_omits(control, header.name))
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
copy(const struct storable *of, size_t size_max)
{
	const struct gantry_buffer *body = gantry_response_body(of->response);
	const char *vary = gantry_response_get_header(of->response, "Vary");
	const char *status = gantry_response_get_status(of->response);
	const size_t length = body != NULL ? body->length : 0;
	const char *bytes = length > 0 ? body->data : "";
	struct block block = { .used = sizeof(struct stored_response) };
	struct stored_response *stored;
	size_t varied, headers;

	if (vary == NULL)
		vary = "";
	varied = 1 + put_varied(&block, NULL, of->request, vary);
	headers = 1 + put_headers(&block, NULL, of->response);
	block.used += (varied + headers) * sizeof(struct gantry_header);
	put(&block, of->key, strlen(of->key));
	put(&block, status, strlen(status));
	put(&block, bytes, length);
	stored = block.used <= size_max ? calloc(1, block.used) : NULL;
	if (stored == NULL)
		return NULL;
	stored->size = block.used;
	stored->facts = of->facts;
	stored->varied = (struct gantry_header *)(stored + 1);
	stored->headers = stored->varied + varied;
	block.at = (char *)(stored->headers + headers);
	put_varied(&block, stored->varied, of->request, vary);
	put_headers(&block, stored->headers, of->response);
	stored->key = put(&block, of->key, strlen(of->key));
	stored->status = put(&block, status, strlen(status));
	stored->body = put(&block, bytes, length);
	stored->body_length = length;
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
response_store_add(struct response_store *store,
    const struct storable *storable, size_t size_max)
{
	struct stored_response *stored = copy(storable, size_max), *replaced,
			       **list;

	if (stored == NULL)
		return;
	replaced = response_store_find(store, storable->key, storable->request);
	if (replaced != NULL)
		response_store_drop(store, replaced);
	stored->hash = hash_of(store, storable->key);
	list = &store->lists[stored->hash % RESPONSE_STORE_LISTS];
	stored->next = *list;
	*list = stored;
	stored->older = store->newest;
	if (store->newest != NULL)
		store->newest->newer = stored;
	else
		store->oldest = stored;
	store->newest = stored;
	store->size += stored->size;
	response_store_trim(store, size_max);
}

/* Is NAME one of the lists whose words ignore case? */
static bool
is_list_of_words(const char *name)
{
	return strcasecmp(name, "Accept-Encoding") == 0 ||
	    strcasecmp(name, "Accept-Language") == 0;
}

/*
 * The next character of a list in lower case, without the blanks that may stand
 * around commas and semicolons.  PREVIOUS is the one before it, first a comma.
 */
static char
next_of_list(const char **at, char previous)
{
	const char *after = *at + strspn(*at, " \t");
	char character;

	if (after > *at && strchr(",;", previous) == NULL &&
	    strchr(",;", *after) == NULL) {
		*at = after;
		return ' ';
	}
	character = *after;
	*at = character != '\0' ? after + 1 : after;
	return (char)(character >= 'A' && character <= 'Z' ? character + 32
							   : character);
}

/*
 * Do both values select the same response?  Blanks and case make no difference
 * where the header's syntax says so (RFC 9111 section 4.1).
 */
static bool
is_same_value(const char *name, const char *one, const char *other)
{
	char character = ',', previous;

	if (one == NULL || other == NULL)
		return one == other;
	if (!is_list_of_words(name))
		return strcmp(one, other) == 0;
	do {
		previous = character;
		character = next_of_list(&one, previous);
		if (character != next_of_list(&other, previous))
			return false;
	} while (character != '\0');
	return true;
}

static bool
has_same_headers(
    const struct stored_response *stored, const struct gantry_request *request)
{
	const struct gantry_header *header;

	for (header = stored->varied; header->name != NULL; header++)
		if (!is_same_value(header->name, header->value,
			gantry_request_header(request, header->name)))
			return false;
	return true;
}

struct stored_response *
response_store_find(const struct response_store *store, const char *key,
    const struct gantry_request *request)
{
	const uint64_t hash = hash_of(store, key);
	struct stored_response *stored =
	    store->lists[hash % RESPONSE_STORE_LISTS];

	while (stored != NULL &&
	    (stored->hash != hash || strcmp(stored->key, key) != 0 ||
		!has_same_headers(stored, request)))
		stored = stored->next;
	return stored;
}

void
response_store_drop(
    struct response_store *store, struct stored_response *stored)
{
	struct stored_response **list =
	    &store->lists[stored->hash % RESPONSE_STORE_LISTS];

	while (*list != stored)
		list = &(*list)->next;
	*list = stored->next;
	if (stored->older != NULL)
		stored->older->newer = stored->newer;
	else
		store->oldest = stored->newer;
	if (stored->newer != NULL)
		stored->newer->older = stored->older;
	else
		store->newest = stored->older;
	store->size -= stored->size;
	free(stored);
}

void
response_store_trim(struct response_store *store, size_t size_max)
{
	while (store->oldest != NULL && store->size > size_max)
		response_store_drop(store, store->oldest);
}
