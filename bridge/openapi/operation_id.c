/*
 * Unique names of operations (OpenAPI 3.1.1 section 4.8.10).  The part that is
 * made from the template has no dash, so "-2" cannot be part of another name.
 */
#include <string.h>

#include "openapi/operation_id.h"
#include "openapi/path_template.h"

bool
operation_is_described(const struct operation *operation)
{
	static const char *const methods[] = { "GET", "PUT", "POST", "DELETE",
		"OPTIONS", "HEAD", "PATCH", "TRACE" };
	size_t i;

	if (operation->route == NULL || operation->route->summary == NULL ||
	    operation->method == NULL)
		return false;
	for (i = 0; i < sizeof(methods) / sizeof(*methods); i++)
		if (strcmp(methods[i], operation->method) == 0)
			return true;
	return false;
}

/* Append the name without its number. */
static void
put_name(struct gantry_buffer *text, const struct site *site,
    const struct entry *entry, const struct operation *operation)
{
	path_template_put_id(text, operation->method,
	    router_template(site->router, entry->template));
}

/* Has OPERATION, of ENTRY, the name NAME, too? */
static bool
has_name(const struct site *site, const struct entry *entry,
    const struct operation *operation, const struct gantry_buffer *name)
{
	struct gantry_buffer other = { 0 };
	bool is_same;

	if (!operation_is_described(operation))
		return false;
	put_name(&other, site, entry, operation);
	is_same = !gantry_buffer_failed(&other) &&
	    other.length == name->length &&
	    memcmp(other.data, name->data, name->length) == 0;
	gantry_buffer_clear(&other);
	return is_same;
}

/* How many operations up to OPERATION, of ENTRY, have its name. */
static size_t
count_name(const struct site *site, const struct entry *entry,
    const struct operation *operation, const struct gantry_buffer *name)
{
	const struct entry *before = site->entries;
	const struct operation *other;
	size_t count = 1;

	for (; before != NULL; before = before->next) {
		for (other = before->operations;
		     other != NULL && other != operation; other = other->next)
			count += has_name(site, before, other, name);
		if (before == entry)
			break;
	}
	return count;
}

void
operation_id_put(struct gantry_buffer *text, const struct site *site,
    const struct entry *entry, const struct operation *operation)
{
	struct gantry_buffer name = { 0 };
	size_t number;

	put_name(&name, site, entry, operation);
	number = count_name(site, entry, operation, &name);
	gantry_buffer_add(text, name.data, name.length);
	if (number > 1)
		gantry_buffer_printf(text, "-%zu", number);
	text->failed |= gantry_buffer_failed(&name);
	gantry_buffer_clear(&name);
}
