/*
 * The operations of a document, and their unique names (OpenAPI 3.1.1 section
 * 4.8.10).  The part that is made from the template has no dash, so "-2" cannot
 * be part of another name.
 */
#include <string.h>

#include "openapi/operation_id.h"
#include "openapi/path_template.h"

/*
 * Does OPERATION answer METHOD?  On_request is not said to answer TRACE, which
 * web servers refuse or answer themselves.
 */
static bool
answers(const struct entry *entry, const struct operation *operation,
    const char *method)
{
	if (operation->method != NULL)
		return strcmp(operation->method, method) == 0;
	return strcmp(method, "TRACE") != 0 &&
	    operations_find(entry, method) == operation;
}

static bool
has_summary(const struct operation *operation)
{
	return operation->route != NULL && operation->route->summary != NULL;
}

bool
described_next(struct described *described)
{
	static const char *const methods[] = { "GET", "PUT", "POST", "DELETE",
		"OPTIONS", "HEAD", "PATCH", "TRACE" };
	const struct operation *operation = described->operation;

	if (operation == NULL)
		operation = described->entry->operations;
	for (; operation != NULL;
	     operation = operation->next, described->position = 0) {
		described->operation = operation;
		while (has_summary(operation) &&
		    described->position < sizeof(methods) / sizeof(*methods)) {
			described->method = methods[described->position++];
			if (answers(
				described->entry, operation, described->method))
				return true;
		}
	}
	return false;
}

/* Append the name without its number. */
static void
put_name(struct gantry_buffer *text, const struct site *site,
    const struct described *described)
{
	path_template_put_id(text, described->method,
	    router_template(site->router, described->entry->template));
}

/* Has DESCRIBED the name NAME, too? */
static bool
has_name(const struct site *site, const struct described *described,
    const struct gantry_buffer *name)
{
	struct gantry_buffer other = { 0 };
	bool is_same;

	put_name(&other, site, described);
	is_same = !gantry_buffer_failed(&other) &&
	    other.length == name->length &&
	    memcmp(other.data, name->data, name->length) == 0;
	gantry_buffer_clear(&other);
	return is_same;
}

/* How many operations up to DESCRIBED have its name. */
static size_t
count_name(const struct site *site, const struct described *described,
    const struct gantry_buffer *name)
{
	const struct entry *entry = site->entries;
	struct described other;
	size_t count = 1;

	for (; entry != NULL; entry = entry->next) {
		other = (struct described){ .entry = entry };
		while (described_next(&other)) {
			if (other.operation == described->operation &&
			    other.method == described->method)
				return count;
			count += has_name(site, &other, name);
		}
	}
	return count;
}

void
operation_id_put(struct gantry_buffer *text, const struct site *site,
    const struct described *described)
{
	struct gantry_buffer name = { 0 };
	size_t number;

	put_name(&name, site, described);
	number = count_name(site, described, &name);
	gantry_buffer_add(text, name.data, name.length);
	if (number > 1)
		gantry_buffer_printf(text, "-%zu", number);
	text->failed |= gantry_buffer_failed(&name);
	gantry_buffer_clear(&name);
}
