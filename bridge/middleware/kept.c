/*
 * Copies of answers, each in an arena of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "middleware/kept.h"
#include "middleware/words.h"

/* A copy of TEXT, which may be NULL; *FAILED when memory ran out. */
static const char *
copy(struct kept *kept, const char *text, size_t length, bool *failed)
{
	char *made;

	if (text == NULL)
		return NULL;
	made = arena_strndup(&kept->arena, text, length);
	kept->size += length;
	if (made == NULL)
		*failed = true;
	return made;
}

static struct gantry_header *
make_table(struct kept *kept, size_t count, bool *failed)
{
	size_t size = (count + 1) * sizeof(struct gantry_header);
	struct gantry_header *table = arena_alloc(&kept->arena, size);

	kept->size += size;
	if (table == NULL)
		*failed = true;
	else
		memset(table, 0, size);
	return table;
}

static size_t
count_words(const char *words)
{
	size_t count = 0, length;

	while (words_next(&words, &length) != NULL)
		count++;
	return count;
}

/* Copy the headers that VARY names. */
static void
keep_varied(struct kept *kept, const char *vary, struct gantry_request *request,
    bool *failed)
{
	const char *name, *value;
	size_t length, i;

	kept->varied = make_table(kept, count_words(vary), failed);
	for (i = 0; !*failed && (name = words_next(&vary, &length)) != NULL;
	     i++) {
		name = copy(kept, name, length, failed);
		if (*failed)
			return;
		value = gantry_request_header(request, name);
		kept->varied[i] = (struct gantry_header){
			name,
			copy(kept, value, value != NULL ? strlen(value) : 0,
			    failed),
		};
	}
}

static void
keep_headers(
    struct kept *kept, const struct gantry_response *response, bool *failed)
{
	struct gantry_header header;
	size_t position = 0, count = 0;

	while (gantry_response_next_header(response, &position, &header))
		count++;
	kept->headers = make_table(kept, count, failed);
	for (position = 0, count = 0; !*failed &&
	     gantry_response_next_header(response, &position, &header);
	     count++) {
		kept->headers[count].name =
		    copy(kept, header.name, strlen(header.name), failed);
		kept->headers[count].value =
		    copy(kept, header.value, strlen(header.value), failed);
	}
}

struct kept *
kept_new(const char *target, struct gantry_request *request,
    const struct gantry_response *response)
{
	const struct gantry_buffer *body = gantry_response_body(response);
	const char *vary = gantry_response_get_header(response, "Vary");
	struct kept *kept = calloc(1, sizeof(*kept));
	bool failed = false;

	if (kept == NULL)
		return NULL;
	arena_init(&kept->arena);
	kept->size = sizeof(*kept);
	kept->since = clock_milliseconds();
	kept->target = copy(kept, target, strlen(target), &failed);
	kept->body_length = body->length;
	kept->body = body->length == 0
	    ? ""
	    : copy(kept, body->data, body->length, &failed);
	keep_varied(kept, vary != NULL ? vary : "", request, &failed);
	if (!failed)
		keep_headers(kept, response, &failed);
	if (!failed)
		return kept;
	arena_clear(&kept->arena);
	free(kept);
	return NULL;
}

static bool
has_same_headers(const struct kept *kept, struct gantry_request *request)
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

const struct kept *
kept_find(const struct kept *newest, const char *target,
    struct gantry_request *request)
{
	const struct kept *kept;

	for (kept = newest; kept != NULL; kept = kept->next)
		if (strcmp(kept->target, target) == 0 &&
		    has_same_headers(kept, request))
			return kept;
	return NULL;
}

void
kept_drop(struct kept **newest, size_t size_max, int64_t since)
{
	struct kept **at = newest, *kept;
	size_t size = 0;

	while ((kept = *at) != NULL) {
		size += kept->size;
		if (size <= size_max && kept->since >= since) {
			at = &kept->next;
			continue;
		}
		*at = kept->next;
		arena_clear(&kept->arena);
		free(kept);
	}
}
