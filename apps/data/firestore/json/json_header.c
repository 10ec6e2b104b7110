#include <string.h>

#include "data/firestore/json/json_header.h"
#include "data/firestore/rest/rest_read.h"

#define MEMBER "gantry-cache"

bool
json_header_is_in(const json_t *json)
{
	return json_is_object(json_object_get(json, MEMBER));
}

static int
unexpected(struct gantry_error *error, const char *member, const char *what)
{
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "expected %s as \"%s\" in \"" MEMBER "\"", what, member);
}

/* Get a text; an absent one is empty. */
static int
read_text(const json_t *json, const char *member, char *text, size_t size,
    struct gantry_error *error)
{
	const json_t *value = json_object_get(json, member);
	size_t length;

	text[0] = '\0';
	if (value == NULL)
		return 0;
	length = json_string_length(value);
	if (!json_is_string(value) || length >= size ||
	    memchr(json_string_value(value), '\0', length) != NULL)
		return unexpected(error, member, "a short text");
	memcpy(text, json_string_value(value), length + 1);
	return 0;
}

static int
read_exported(
    const json_t *json, int64_t *microseconds, struct gantry_error *error)
{
	const json_t *value = json_object_get(json, "exported");

	*microseconds = 0;
	if (value == NULL ||
	    (json_is_string(value) &&
		rest_read_timestamp((struct bytes){ json_string_value(value),
					json_string_length(value) },
		    microseconds) == 0))
		return 0;
	return unexpected(
	    error, "exported", "a time such as \"2024-02-29T12:34:56Z\"");
}

static int
read_lack(const json_t *json, json_header_lack *lack, void *argument,
    struct gantry_error *error)
{
	const char *kind = json_string_value(json_object_get(json, "kind"));
	const char *detail = json_string_value(json_object_get(json, "detail"));
	const json_t *count = json_object_get(json, "count");

	if (kind == NULL || detail == NULL ||
	    (count != NULL && !json_is_integer(count)))
		return unexpected(error, "lacks",
		    "objects with the texts \"kind\" and \"detail\", and a "
		    "\"count\"");
	if (lack != NULL)
		lack(argument, kind, detail, json_integer_value(count));
	return 0;
}

int
json_header_read(struct json_header *header, json_t *json,
    json_header_lack *lack, void *argument, struct gantry_error *error)
{
	const json_t *inner = json_object_get(json, MEMBER);
	const json_t *lacks = json_object_get(inner, "lacks");
	size_t i;

	if (read_text(inner, "project", header->origin.project,
		sizeof(header->origin.project), error) == -1 ||
	    read_text(inner, "database", header->origin.database,
		sizeof(header->origin.database), error) == -1 ||
	    read_exported(inner, &header->exported, error) == -1)
		return -1;
	if (lacks != NULL && !json_is_array(lacks))
		return unexpected(error, "lacks", "an array");
	for (i = 0; i < json_array_size(lacks); i++)
		if (read_lack(
			json_array_get(lacks, i), lack, argument, error) == -1)
			return -1;
	json_object_del(json, MEMBER);
	return 0;
}
