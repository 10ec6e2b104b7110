/*
 * The headers of a response.  Each is checked when it is set, so that an error
 * fails the response, which has an error document, and not start_response.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text/header.h"
#include "web/response/response.h"

/* Is NAME, of LENGTH bytes, the name of HEADER? */
static bool
is_named(const struct response_header *header, const char *name, size_t length)
{
	return header->length == length && strcasecmp(header->name, name) == 0;
}

static struct response_header *
find(const struct gantry_response *response, const char *name)
{
	size_t length = strlen(name), i;

	for (i = 0; i < response->header_count; i++)
		if (is_named(&response->headers[i], name, length))
			return &response->headers[i];
	return NULL;
}

/* Room for one more; false when memory ran out. */
static bool
make_room(struct gantry_response *response)
{
	struct response_header *headers;
	size_t capacity = response->header_capacity;

	if (response->header_count < capacity)
		return true;
	capacity = capacity > 0 ? capacity * 2 : 16;
	headers = realloc(response->headers, capacity * sizeof(*headers));
	if (headers == NULL)
		return false;
	response->headers = headers;
	response->header_capacity = capacity;
	return true;
}

static const char *
copy(const struct gantry_response *response, const char *text)
{
	size_t size = strlen(text) + 1;
	char *made = gantry_environ_alloc(response_environ(response), size);

	return made != NULL ? memcpy(made, text, size) : NULL;
}

/* Set HEADER to VALUE, or append a new header if HEADER is NULL. */
static int
put(struct gantry_response *response, struct response_header *header,
    const char *name, const char *value)
{
	const char *name_copy =
	    header != NULL ? header->name : copy(response, name);
	const char *value_copy = copy(response, value);

	if (name_copy == NULL || value_copy == NULL ||
	    (header == NULL && !make_room(response)))
		return response_internal_error(response, "out of memory");
	if (header == NULL)
		header = &response->headers[response->header_count++];
	*header = (struct response_header){
		.name = name_copy,
		.length = strlen(name_copy),
		.value = value_copy,
	};
	return 0;
}

/* Fail unless the header may be set. */
static int
check(struct gantry_response *response, const char *name, const char *value,
    struct header_facts *facts)
{
	struct gantry_error error;

	if (header_check(name, value, facts, &error) == 0)
		return 0;
	return response_internal_error(
	    response, "invalid response header: %s", error.text);
}

void
response_remove(struct gantry_response *response,
    bool (*is_one)(const struct response_header *header))
{
	size_t i, kept = 0;

	for (i = 0; i < response->header_count; i++)
		if (!is_one(&response->headers[i]))
			response->headers[kept++] = response->headers[i];
	response->header_count = kept;
}

/* Remove the headers NAME except the first KEPT ones. */
static void
remove_named(struct gantry_response *response, const char *name, size_t kept)
{
	struct response_header *headers = response->headers;
	size_t length = strlen(name), i, count = 0;

	for (i = 0; i < response->header_count; i++) {
		if (is_named(&headers[i], name, length)) {
			if (kept == 0)
				continue;
			kept--;
		}
		headers[count++] = headers[i];
	}
	response->header_count = count;
}

int
response_put(
    struct gantry_response *response, const char *name, const char *value)
{
	struct header_facts facts;

	if (check(response, name, value, &facts) == -1)
		return -1;
	/* Only Set-Cookie may occur more than once. */
	remove_named(response, name, 1);
	return put(response, find(response, name), name, value);
}

int
response_add(
    struct gantry_response *response, const char *name, const char *value)
{
	struct header_facts facts;

	if (check(response, name, value, &facts) == -1)
		return -1;
	return put(response, NULL, name, value);
}

int
response_imply(
    struct gantry_response *response, const char *name, const char *value)
{
	if (find(response, name) != NULL)
		return 0;
	if (response_put(response, name, value) == -1)
		return -1;
	find(response, name)->is_implied = true;
	return 0;
}

/* Set a header of the application, whose ETag may lack its quotes. */
static int
set_header(
    struct gantry_response *response, const char *name, const char *value)
{
	if (strcasecmp(name, "ETag") == 0)
		return gantry_response_etag(response, value);
	return response_put(response, name, value);
}

int
gantry_response_header(
    struct gantry_response *response, const char *name, const char *value)
{
	if (response_lacks(response, name, __func__, "name"))
		return -1;
	if (value != NULL)
		return set_header(response, name, value);
	remove_named(response, name, 0);
	return 0;
}

int
gantry_response_append(
    struct gantry_response *response, const char *name, const char *value)
{
	struct response_header *header;
	struct header_facts facts;
	const char *joined;

	if (response_lacks(response, name, __func__, "name") ||
	    response_lacks(response, value, __func__, "value"))
		return -1;
	header = find(response, name);
	if (check(response, name, value, &facts) == -1)
		return -1;
	if (header == NULL && facts.rule == HEADER_ONCE)
		return set_header(response, name, value);
	if (header == NULL || strcasecmp(name, "Set-Cookie") == 0)
		return put(response, NULL, name, value);
	if (facts.rule != HEADER_ANY)
		return response_internal_error(response,
		    "invalid response header: %.64s is not a list, so no value can be "
		    "appended",
		    name);
	joined = gantry_environ_format(
	    response_environ(response), "%s, %s", header->value, value);
	if (joined == NULL)
		return response_internal_error(response, "out of memory");
	header->value = joined;
	header->is_implied = false;
	return 0;
}

const char *
gantry_response_get_header(
    const struct gantry_response *response, const char *name)
{
	const struct response_header *header;

	if (response_lacks(response, name, __func__, "name"))
		return NULL;
	header = find(response, name);
	return header != NULL ? header->value : NULL;
}

bool
gantry_response_next_header(const struct gantry_response *response,
    size_t *position, struct gantry_header *header)
{
	if (response_lacks(response, position, __func__, "position") ||
	    response_lacks(response, header, __func__, "header"))
		return false;
	if (*position >= response->header_count)
		return false;
	header->name = response->headers[*position].name;
	header->value = response->headers[*position].value;
	(*position)++;
	return true;
}
