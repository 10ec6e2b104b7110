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

/* Add LENGTH bytes at ITEM of TEXT; the byte after them is overwritten. */
static int
add_item(struct list *list, char *item, size_t length, const char *text)
{
	const char *trimmed = item;

	/* In a header, white space around an item is not part of it. */
	if (list->param->place == GANTRY_IN_HEADER)
		header_trim(&trimmed, &length);
	item += trimmed - item;
	item[length] = '\0';
	if (length == 0)
		return 0;
	if (param_check_choice(list->request, list->param, item, text) == -1)
		return -1;
	if (list->count == list->capacity && grow(list) == -1)
		return -1;
	list->items[list->count++] = item;
	return 0;
}

static int
add_text(struct list *list, const char *text)
{
	const char delimiters[] = { list->param->delimiter, '\0' };
	char *at = gantry_environ_format(list->request->environ, "%s", text);
	char *next;

	if (at == NULL)
		return request_out_of_memory(list->request);
	for (; at != NULL; at = next) {
		size_t length = strcspn(at, delimiters);

		next = at[length] != '\0' ? at + length + 1 : NULL;
		if (add_item(list, at, length, text) == -1)
			return -1;
	}
	return 0;
}

int
gantry_param_list(struct gantry_request *request,
    const struct gantry_param *param, const char *const **items, size_t *count)
{
	struct list list = { .request = request, .param = param };
	struct param_source source;
	const char *text;
	int result;

	if (param_lacks(request, param, param, __func__) ||
	    request_lacks(request, items, __func__, "items"))
		return -1;
	if (param_begin(request, param, &source) == -1)
		return -1;
	while ((result = param_next(request, param, &source, &text)) == 1)
		if (add_text(&list, text) == -1)
			return -1;
	if (result == -1)
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
