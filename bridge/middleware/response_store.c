/*
 * Copies of answers, each one block: the struct, its tables, and their texts.
 * Each is written twice: the first time nowhere, to learn its size.
 */
#define XXH_INLINE_ALL
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "base/clock.h"
#include "middleware/response_store.h"
#include "middleware/token_list.h"

#define NAME_SIZE 256 /* no request has a header with a longer name */

/* Where texts are written; AT is NULL when they are only measured. */
struct room {
	char *at;
	size_t used;
};

/* A copy of LENGTH bytes of TEXT, which may be NULL; NULL without a room. */
static const char *
put(struct room *room, const char *text, size_t length)
{
	char *to = room->at;

	if (text == NULL)
		return NULL;
	room->used += length + 1;
	if (to == NULL)
		return NULL;
	memcpy(to, text, length);
	to[length] = '\0';
	room->at += length + 1;
	return to;
}

/* Both of these copy to TABLE, unless that is NULL, and return how many. */
static size_t
put_varied(struct room *room, struct gantry_header *table,
    const struct gantry_request *request, const char *vary)
{
	const char *word, *value, *name_copy, *value_copy;
	char name[NAME_SIZE];
	size_t count, length;

	for (count = 0; (word = token_list_next(&vary, &length)) != NULL;
	     count++) {
		snprintf(name, sizeof(name), "%.*s", (int)length, word);
		value = gantry_request_header(request, name);
		name_copy = put(room, name, strlen(name));
		value_copy =
		    put(room, value, value != NULL ? strlen(value) : 0);
		if (table != NULL)
			table[count] =
			    (struct gantry_header){ name_copy, value_copy };
	}
	return count;
}

static size_t
put_headers(struct room *room, struct gantry_header *table,
    const struct gantry_response *response)
{
	size_t position = 0, count;
	struct gantry_header header, copy;

	for (count = 0;
	     gantry_response_next_header(response, &position, &header);
	     count++) {
		copy.name = put(room, header.name, strlen(header.name));
		copy.value = put(room, header.value, strlen(header.value));
		if (table != NULL)
			table[count] = copy;
	}
	return count;
}

/* A copy; NULL when it exceeds SIZE_MAX bytes, or memory ran out. */
static struct stored_response *
copy(const char *target, struct gantry_request *request,
    const struct gantry_response *response, size_t size_max)
{
	const struct gantry_buffer *body = gantry_response_body(response);
	const char *vary = gantry_response_get_header(response, "Vary");
	const char *bytes = body->length > 0 ? body->data : "";
	struct room room = { .used = sizeof(struct stored_response) };
	struct stored_response *kept;
	size_t varied, headers;

	if (vary == NULL)
		vary = "";
	varied = 1 + put_varied(&room, NULL, request, vary);
	headers = 1 + put_headers(&room, NULL, response);
	room.used += (varied + headers) * sizeof(struct gantry_header);
	put(&room, target, strlen(target));
	put(&room, bytes, body->length);
	kept = room.used <= size_max ? calloc(1, room.used) : NULL;
	if (kept == NULL)
		return NULL;
	kept->size = room.used;
	kept->varied = (struct gantry_header *)(kept + 1);
	kept->headers = kept->varied + varied;
	room.at = (char *)(kept->headers + headers);
	put_varied(&room, kept->varied, request, vary);
	put_headers(&room, kept->headers, response);
	kept->target = put(&room, target, strlen(target));
	kept->body = put(&room, bytes, body->length);
	kept->body_length = body->length;
	return kept;
}

static uint64_t
hash_of(const char *target)
{
	return XXH3_64bits(target, strlen(target));
}

void
response_store_add(struct response_store *answers, const char *target,
    struct gantry_request *request, const struct gantry_response *response,
    size_t size_max)
{
	struct stored_response *kept =
				   copy(target, request, response, size_max),
			       **list;

	if (kept == NULL)
		return;
	kept->hash = hash_of(target);
	kept->since = clock_milliseconds();
	list = &answers->lists[kept->hash % RESPONSE_STORE_LISTS];
	kept->next = *list;
	*list = kept;
	if (answers->newest != NULL)
		answers->newest->newer = kept;
	else
		answers->oldest = kept;
	answers->newest = kept;
	answers->size += kept->size;
	kept_drop(answers, size_max, 0);
}

static bool
has_same_headers(
    const struct stored_response *kept, const struct gantry_request *request)
{
	const struct gantry_header *header;
	const char *value;

	for (header = kept->varied; header->name != NULL; header++) {
		value = gantry_request_header(request, header->name);
		if ((value == NULL) != (header->value == NULL) ||
		    (value != NULL && strcmp(value, header->value) != 0))
			return false;
	}
	return true;
}

const struct stored_response *
kept_find(const struct response_store *answers, const char *target,
    struct gantry_request *request)
{
	const uint64_t hash = hash_of(target);
	const struct stored_response *kept =
	    answers->lists[hash % RESPONSE_STORE_LISTS];

	while (kept != NULL &&
	    (kept->hash != hash || strcmp(kept->target, target) != 0 ||
		!has_same_headers(kept, request)))
		kept = kept->next;
	return kept;
}

static void
drop_oldest(struct response_store *answers)
{
	struct stored_response *kept = answers->oldest;
	struct stored_response **list =
	    &answers->lists[kept->hash % RESPONSE_STORE_LISTS];

	while (*list != kept)
		list = &(*list)->next;
	*list = kept->next;
	answers->oldest = kept->newer;
	if (answers->oldest == NULL)
		answers->newest = NULL;
	answers->size -= kept->size;
	free(kept);
}

void
kept_drop(struct response_store *answers, size_t size_max, int64_t since)
{
	while (answers->oldest != NULL &&
	    (answers->size > size_max || answers->oldest->since < since))
		drop_oldest(answers);
}
