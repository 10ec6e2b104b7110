/*
 * Names of operations, unique as OpenAPI wants them (3.1.1 section 4.8.10).
 * What is made of a template has no dash, so that a number behind one is no
 * other's.
 */
#include <string.h>

#include "openapi/document.h"
#include "openapi/identifier.h"
#include "openapi/path_template.h"

/* Would OPERATION, at TEMPLATE, like LENGTH bytes of NAME, too? */
static bool
is_rival(const char *template, const struct operation *operation,
    const char *name, size_t length)
{
	struct gantry_buffer other = { 0 };
	bool is_same;

	if (!document_has(operation))
		return false;
	path_template_put_id(&other, operation->method, template);
	is_same = !gantry_buffer_failed(&other) && other.length == length &&
	    memcmp(other.data, name, length) == 0;
	gantry_buffer_clear(&other);
	return is_same;
}

void
identifier_put(struct gantry_buffer *text, const struct site *site,
    const struct entry *entry, const struct operation *operation)
{
	const struct entry *before;
	const struct operation *other;
	size_t start = text->length, length, number = 1;

	path_template_put_id(text, operation->method, entry->template);
	if (gantry_buffer_failed(text))
		return;
	length = text->length - start;
	for (before = site->entries; before != NULL; before = before->next) {
		for (other = before->operations;
		     other != NULL && other != operation; other = other->next)
			number += is_rival(before->template, other,
			    text->data + start, length);
		if (before == entry)
			break;
	}
	if (number > 1)
		gantry_buffer_printf(text, "-%zu", number);
}
