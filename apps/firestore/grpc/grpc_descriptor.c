/*
 * The tables as descriptors.  They are written as JSON and then encoded, as
 * answers are.  All names are plain ASCII, so none is escaped.
 */
#include <ctype.h>
#include <string.h>

#include "firestore/grpc/grpc_services.h"
#include "firestore/protobuf/codec.h"
#include "firestore/protobuf/tables/tables.h"

/* A list of objects in JSON: a comma goes before each but the first. */
static void
next(struct gantry_buffer *json, const char *text)
{
	const char last = json->length > 0 ? json->data[json->length - 1] : '[';

	if (last != '[')
		gantry_buffer_putc(json, ',');
	gantry_buffer_puts(json, text);
}

/* Is NAME, "A.B.C", directly within OUTER, "A.B"; or at the top, for ""? */
static bool
is_within(const char *name, const char *outer)
{
	const size_t length = strlen(outer);

	if (length > 0 &&
	    (strncmp(name, outer, length) != 0 || name[length] != '.'))
		return false;
	return strchr(name + length + (length > 0), '.') == NULL;
}

/* What follows the last dot. */
static const char *
last_part(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot != NULL ? dot + 1 : name;
}

static bool
has_message(const struct proto_file *file, const void *type)
{
	size_t i;

	for (i = 0; file->messages[i] != NULL; i++)
		if (file->messages[i] == type)
			return true;
	for (i = 0; file->enums[i] != NULL; i++)
		if (file->enums[i] == type)
			return true;
	return false;
}

/* Append the full name of TYPE, a message or an enum, as seen from FILE. */
static void
add_type_name(struct gantry_buffer *json, const struct proto_file *file,
    const void *type, const char *name)
{
	if (!has_message(file, type))
		for (file = proto_files;
		     file->name != NULL && !has_message(file, type);)
			file++;
	gantry_buffer_printf(
	    json, ",\"typeName\":\".%s.%s\"", file->package, name);
}

/* Append NAME in snake_case. */
static void
add_snake(struct gantry_buffer *json, const char *name)
{
	for (; *name != '\0'; name++) {
		if (isupper((unsigned char)*name))
			gantry_buffer_putc(json, '_');
		gantry_buffer_putc(json, (char)tolower((unsigned char)*name));
	}
}

/* Append the name of the type of a map's entries: "FieldsEntry". */
static void
add_entry_name(struct gantry_buffer *json, const struct proto_field *field)
{
	gantry_buffer_putc(json, (char)toupper((unsigned char)*field->name));
	gantry_buffer_printf(json, "%sEntry", field->name + 1);
}

static void
add_type(struct gantry_buffer *json, const struct proto_file *file,
    const struct proto_field *field)
{
	static const char *const names[] = { "BOOL", "INT32", "INT64", "DOUBLE",
		"STRING", "BYTES", "ENUM", "MESSAGE" };

	gantry_buffer_printf(json, ",\"type\":\"TYPE_%s\"", names[field->kind]);
	if (field->kind == PROTO_MESSAGE)
		add_type_name(json, file, field->message, field->message->name);
	else if (field->kind == PROTO_ENUM)
		add_type_name(json, file, field->choices, field->choices->name);
}

/* Which of the oneofs of MESSAGE, in their order, is FIELD's? */
static int
count_oneofs(
    const struct proto_message *message, const struct proto_field *field)
{
	const struct proto_field *at, *before;
	int count = 0;

	for (at = message->fields; at->name != NULL; at++) {
		if (at->oneof == NULL)
			continue;
		if (field != NULL && strcmp(at->oneof, field->oneof) == 0)
			break;
		for (before = message->fields; before < at; before++)
			if (before->oneof != NULL &&
			    strcmp(before->oneof, at->oneof) == 0)
				break;
		count += before == at;
	}
	return count;
}

static void
add_field(struct gantry_buffer *json, const struct proto_file *file,
    const struct proto_message *message, const struct proto_field *field)
{
	next(json, "{\"name\":\"");
	add_snake(json, field->name);
	gantry_buffer_printf(json, "\",\"jsonName\":\"%s\",\"number\":%u",
	    field->name, (unsigned)field->number);
	gantry_buffer_printf(json, ",\"label\":\"LABEL_%s\"",
	    field->rule >= PROTO_REPEATED ? "REPEATED" : "OPTIONAL");
	if (field->rule == PROTO_MAP) {
		gantry_buffer_printf(json,
		    ",\"type\":\"TYPE_MESSAGE\",\"typeName\":\".%s.%s.",
		    file->package, message->name);
		add_entry_name(json, field);
		gantry_buffer_putc(json, '"');
	} else {
		add_type(json, file, field);
	}
	if (field->oneof != NULL)
		gantry_buffer_printf(
		    json, ",\"oneofIndex\":%d", count_oneofs(message, field));
	gantry_buffer_putc(json, '}');
}

/* Append the message of the entries of FIELD, a map. */
static void
add_entry(struct gantry_buffer *json, const struct proto_file *file,
    const struct proto_field *field)
{
	next(json, "{\"name\":\"");
	add_entry_name(json, field);
	gantry_buffer_puts(json,
	    "\",\"options\":{\"mapEntry\":true},\"field\":[{\"name\":\"key\","
	    "\"jsonName\":\"key\",\"number\":1,\"label\":\"LABEL_OPTIONAL\","
	    "\"type\":\"TYPE_STRING\"},{\"name\":\"value\",\"jsonName\":"
	    "\"value\",\"number\":2,\"label\":\"LABEL_OPTIONAL\"");
	add_type(json, file, field);
	gantry_buffer_puts(json, "}]}");
}

static void
add_oneofs(struct gantry_buffer *json, const struct proto_message *message)
{
	const struct proto_field *field;
	int count = 0;

	gantry_buffer_puts(json, "],\"oneofDecl\":[");
	for (field = message->fields; field->name != NULL; field++)
		if (field->oneof != NULL &&
		    count_oneofs(message, field) == count) {
			next(json, "{\"name\":\"");
			gantry_buffer_printf(json, "%s\"}", field->oneof);
			count++;
		}
}

static void
add_enums(struct gantry_buffer *json, const struct proto_file *file,
    const char *outer)
{
	const struct proto_choice *choice;
	size_t i;

	gantry_buffer_puts(json, "],\"enumType\":[");
	for (i = 0; file->enums[i] != NULL; i++) {
		if (!is_within(file->enums[i]->name, outer))
			continue;
		next(json, "{\"name\":\"");
		gantry_buffer_printf(
		    json, "%s\",\"value\":[", last_part(file->enums[i]->name));
		for (choice = file->enums[i]->choices; choice->name != NULL;
		     choice++) {
			next(json, "{\"name\":\"");
			gantry_buffer_printf(json, "%s\",\"number\":%d}",
			    choice->name, (int)choice->number);
		}
		gantry_buffer_puts(json, "]}");
	}
}

static void add_messages(struct gantry_buffer *json,
    const struct proto_file *file, const char *outer);

static void
add_message(struct gantry_buffer *json, const struct proto_file *file,
    const struct proto_message *message)
{
	const struct proto_field *field;

	next(json, "{\"name\":\"");
	gantry_buffer_printf(
	    json, "%s\",\"field\":[", last_part(message->name));
	for (field = message->fields; field->name != NULL; field++)
		add_field(json, file, message, field);
	gantry_buffer_puts(json, "],\"nestedType\":[");
	for (field = message->fields; field->name != NULL; field++)
		if (field->rule == PROTO_MAP)
			add_entry(json, file, field);
	add_messages(json, file, message->name);
	add_enums(json, file, message->name);
	add_oneofs(json, message);
	gantry_buffer_puts(json, "]}");
}

/* Append the messages of FILE that are directly within OUTER. */
static void
add_messages(struct gantry_buffer *json, const struct proto_file *file,
    const char *outer)
{
	size_t i;

	for (i = 0; file->messages[i] != NULL; i++)
		if (is_within(file->messages[i]->name, outer))
			add_message(json, file, file->messages[i]);
}

static void
add_service(struct gantry_buffer *json, const struct proto_file *file)
{
	const struct proto_method *method;

	gantry_buffer_printf(
	    json, "{\"name\":\"%s\",\"method\":[", file->service->name);
	for (method = file->service->methods; method->name != NULL; method++) {
		next(json, "{\"name\":\"");
		gantry_buffer_printf(json, "%s\",\"inputType\":", method->name);
		/* The type's name, without its own member's name. */
		gantry_buffer_printf(
		    json, "\".%s.%s\"", file->package, method->request->name);
		gantry_buffer_printf(json, ",\"outputType\":\".%s.%s\"",
		    has_message(file, method->answer) ? file->package
						      : "google.protobuf",
		    method->answer->name);
		if (method->client_streams)
			gantry_buffer_puts(json, ",\"clientStreaming\":true");
		if (method->server_streams)
			gantry_buffer_puts(json, ",\"serverStreaming\":true");
		gantry_buffer_putc(json, '}');
	}
	gantry_buffer_puts(json, "]}");
}

int
grpc_describe_file(const struct proto_file *file, struct gantry_buffer *out,
    struct gantry_error *error)
{
	struct gantry_buffer json = { 0 };
	int result;
	size_t i;

	gantry_buffer_printf(&json,
	    "{\"name\":\"%s\",\"package\":\"%s\",\"syntax\":\"proto3\","
	    "\"dependency\":[",
	    file->name, file->package);
	for (i = 0; file->imports[i] != NULL; i++) {
		next(&json, "\"");
		gantry_buffer_printf(&json, "%s\"", file->imports[i]);
	}
	gantry_buffer_puts(&json, "],\"messageType\":[");
	add_messages(&json, file, "");
	add_enums(&json, file, "");
	gantry_buffer_puts(&json, "],\"service\":[");
	if (file->service != NULL)
		add_service(&json, file);
	gantry_buffer_puts(&json, "]}");
	result = gantry_buffer_failed(&json)
	    ? gantry_error_memory(error)
	    : proto_write(&google_file_descriptor_proto,
		  (struct bytes){ json.data, json.length }, out, error);
	gantry_buffer_clear(&json);
	return result;
}
