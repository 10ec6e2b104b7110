/*
 * Look-ups in the tables.  Lists are short and most names differ in their
 * length, so they are searched from the beginning.
 */
#include <string.h>

#include "firestore/protobuf/tables/message.h"

static bool
is_named(const char *name, struct bytes text)
{
	return strlen(name) == text.length &&
	    memcmp(name, text.data, text.length) == 0;
}

const struct proto_field *
proto_find_number(const struct proto_message *message, uint32_t number)
{
	const struct proto_field *field = message->fields;

	while (field->name != NULL && field->number != number)
		field++;
	return field->name != NULL ? field : NULL;
}

const struct proto_field *
proto_find_name(const struct proto_message *message, struct bytes name)
{
	const struct proto_field *field = message->fields;

	while (field->name != NULL && !is_named(field->name, name))
		field++;
	return field->name != NULL ? field : NULL;
}

const struct proto_choice *
proto_find_choice(const struct proto_enum *choices, int32_t number)
{
	const struct proto_choice *choice = choices->choices;

	while (choice->name != NULL && choice->number != number)
		choice++;
	return choice->name != NULL ? choice : NULL;
}

const struct proto_choice *
proto_find_choice_name(const struct proto_enum *choices, struct bytes name)
{
	const struct proto_choice *choice = choices->choices;

	while (choice->name != NULL && !is_named(choice->name, name))
		choice++;
	return choice->name != NULL ? choice : NULL;
}

/* Remove PREFIX and the character END after it from the beginning of TEXT. */
static bool
strip(struct bytes *text, const char *prefix, char end)
{
	const size_t length = strlen(prefix);

	if (text->length <= length || memcmp(text->data, prefix, length) != 0 ||
	    text->data[length] != end)
		return false;
	text->data += length + 1;
	text->length -= length + 1;
	return true;
}

const struct proto_message *
proto_find_message(struct bytes full_name)
{
	const struct proto_file *file;
	struct bytes name;
	size_t i;

	for (file = proto_files; file->name != NULL; file++) {
		name = full_name;
		if (!strip(&name, file->package, '.'))
			continue;
		for (i = 0; file->messages[i] != NULL; i++)
			if (is_named(file->messages[i]->name, name))
				return file->messages[i];
	}
	return NULL;
}

const struct proto_method *
proto_find_method(struct bytes path, const struct proto_service **service)
{
	const struct proto_method *method;
	const struct proto_file *file;
	struct bytes name;

	*service = NULL;
	for (file = proto_files; file->name != NULL; file++) {
		name = path;
		if (file->service == NULL ||
		    !strip(&name, file->package, '.') ||
		    !strip(&name, file->service->name, '/'))
			continue;
		*service = file->service;
		for (method = file->service->methods; method->name != NULL;
		     method++)
			if (is_named(method->name, name))
				return method;
	}
	return NULL;
}
