/*
 * The text of a field as a responder reads it.
 */
#include <string.h>

#include "web/routing/match.h"
#include "web/types/uuid.h"

size_t
match_field_size(const struct match_field *field)
{
	return field->kind == MATCH_UUID ? UUID_SIZE : field->length + 1;
}

void
match_field_write(const struct match_field *field, char *to)
{
	if (field->kind == MATCH_UUID) {
		uuid_write(field->text, field->length, to);
		return;
	}
	memcpy(to, field->text, field->length);
	to[field->length] = '\0';
}
