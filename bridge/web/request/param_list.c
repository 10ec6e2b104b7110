/*
 * Parameters with several values: repeated, or separated by a delimiter.
 */
#include <string.h>

#include "base/text/header.h"
#include "gantry/web.h"
#include "web/request/param.h"
#include "web/request/request.h"

struct list {
	struct gantry_request *request;
	const struct gantry_param *param;
	const char **items; /* room for CAPACITY and a NULL */
	size_t count, capacity;
};

static int
grow(struct list *list)
{
	size_t capacity = list->capacity > 0 ? list->capacity * 2 : 8;
	const char **items = gantry_environ_alloc(
	    list->request->environ, (capacity + 1) * sizeof(*items));

	if (items == NULL)
		return request_out_of_memory(list->request);
	if (list->count > 0)
		memcpy(items, list->items, list->count * sizeof(*items));
	list->items = items;
	list->capacity = capacity;
	return 0;
}

static bool
is_header(const struct list *list)
{
	return list->param->place == GANTRY_IN_HEADER;
}

/* Add ITEM of TEXT.  Recipients ignore empty items of headers (RFC 9110). */
static int
add_item(struct list *list, const char *item, const char *text)
{
	if (*item == '\0' && (!list->param->takes_empty || is_header(list)))
		return 0;
	if (param_check_choice(list->request, list->param, item, text) == -1)
		return -1;
	if (list->count == list->capacity && grow(list) == -1)
		return -1;
	list->items[list->count++] = item;
	return 0;
}

/* The length of the item at AT; a quoted string is not divided. */
static size_t
measure_item(const struct list *list, const char *at)
{
	const char delimiter = list->param->delimiter;
	bool is_quoted = false;
	size_t i;

	for (i = 0; at[i] != '\0' && (is_quoted || at[i] != delimiter); i++) {
		if (!is_header(list))
			continue;
		if (at[i] == '"')
			is_quoted = !is_quoted;
		else if (is_quoted && at[i] == '\\' && at[i + 1] != '\0')
			i++;
	}
	return i;
}

/* Add the items of TEXT, which is decoded. */
static int
add_text(struct list *list, const char *text)
{
	char *at = gantry_environ_format(list->request->environ, "%s", text);
	char *next, *end;
	const char *item;
	size_t length;

	if (at == NULL)
		return request_out_of_memory(list->request);
	for (; at != NULL; at = next) {
		item = at;
		length = measure_item(list, at);
		end = at + length;
		next = *end != '\0' ? end + 1 : NULL;
		/* Blanks around an item of a header are not part of it. */
		if (is_header(list))
			header_trim(&item, &length);
		at[(size_t)(item - at) + length] = '\0';
		if (add_item(list, item, text) == -1)
			return -1;
	}
	return 0;
}

/*
 * Does the delimiter separate items before they are decoded?  Clients encode it
 * in an item (RFC 3986 section 2.2).  Other delimiters, such as a space, cannot
 * be in a URL as they are, or mean the same if they are encoded.
 */
static bool
is_reserved(const struct gantry_param *param)
{
	return (param->place == GANTRY_IN_QUERY ||
		   param->place == GANTRY_IN_FORM) &&
	    param->delimiter != '\0' &&
	    strchr(",;:!$'()*/?@=", param->delimiter) != NULL;
}

/* Add the items of LENGTH bytes at ENCODED. */
static int
add_encoded(struct list *list, const char *encoded, size_t length)
{
	const char *end = encoded + length, *item, *next;

	do {
		next = memchr(
		    encoded, list->param->delimiter, (size_t)(end - encoded));
		if (param_read_encoded(list->request, list->param, encoded,
			(size_t)((next != NULL ? next : end) - encoded),
			&item) == -1 ||
		    add_item(list, item, item) == -1)
			return -1;
		encoded = next != NULL ? next + 1 : end;
	} while (next != NULL);
	return 0;
}

/* Add the items that the client sent. */
static int
add_sent(struct list *list)
{
	struct param_source source;
	const char *text;
	size_t length;
	int result;

	if (param_begin(list->request, list->param, &source) == -1)
		return -1;
	if (is_reserved(list->param)) {
		while (query_next(&source.query, &text, &length))
			if (add_encoded(list, text, length) == -1)
				return -1;
		return 0;
	}
	while ((result = param_next(
		    list->request, list->param, &source, &text)) == 1)
		if (add_text(list, text) == -1)
			return -1;
	return result;
}

int
gantry_param_list(struct gantry_request *request,
    const struct gantry_param *param, const char *const **items, size_t *count)
{
	struct list list = { .request = request, .param = param };
	const char *text;

	if (param_lacks(request, param, param, __func__) ||
	    request_lacks(request, items, __func__, "items"))
		return -1;
	if (add_sent(&list) == -1)
		return -1;
	if (list.count == 0) {
		if (param_use_fallback(request, param, &text) == -1)
			return -1;
		if (text == NULL)
			return 0;
		if (add_text(&list, text) == -1)
			return -1;
	}
	if (list.capacity == 0 && grow(&list) == -1)
		return -1;
	list.items[list.count] = NULL;
	*items = list.items;
	if (count != NULL)
		*count = list.count;
	return 0;
}
