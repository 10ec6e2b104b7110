/*
 * Runs the codec of Protocol Buffers for tests that compare it with others.  A
 * line of input is one of
 *
 *	read MESSAGE HEX
 *	write MESSAGE JSON
 *	describe FILE
 *
 * and its answer is a line: the JSON, the message in hexadecimal digits, or
 * "! " and the reason of an error.  The digits end with a dot.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firestore/grpc/grpc_services.h"
#include "firestore/protobuf/codec.h"

static void
die(const char *what)
{
	fprintf(stderr, "protobuf-query: %s\n", what);
	exit(1);
}

/* Split LINE after its first word. */
static char *
split(char *line)
{
	char *space = strchr(line, ' ');

	if (space == NULL)
		die("a line has too few words");
	*space = '\0';
	return space + 1;
}

static const struct proto_message *
find_message(const char *name)
{
	const struct proto_message *message =
	    proto_find_message((struct bytes){ name, strlen(name) });

	if (message == NULL)
		die(name);
	return message;
}

static void
print_hex(const struct gantry_buffer *bytes)
{
	size_t i;

	for (i = 0; i < bytes->length; i++)
		printf("%02x", (unsigned char)bytes->data[i]);
	printf(".\n");
}

static void
read_hex(const struct proto_message *message, const char *hex)
{
	struct gantry_buffer bytes = { 0 };
	struct gantry_error error;
	char digits[3] = "", *text;
	json_t *json;

	for (; hex[0] != '.' && hex[0] != '\0'; hex += 2) {
		memcpy(digits, hex, 2);
		gantry_buffer_putc(&bytes, (char)strtoul(digits, NULL, 16));
	}
	json = proto_read(
	    message, (struct bytes){ bytes.data, bytes.length }, &error);
	text = json_dumps(
	    json, JSON_COMPACT | JSON_ENCODE_ANY | JSON_ENSURE_ASCII);
	printf("%s%s\n", json == NULL ? "! " : "",
	    json == NULL ? error.text : text);
	free(text);
	json_decref(json);
	gantry_buffer_clear(&bytes);
}

static void
finish(int result, struct gantry_buffer *out, const struct gantry_error *error)
{
	if (result == 0)
		print_hex(out);
	else
		printf("! %s\n", error->text);
	gantry_buffer_clear(out);
}

static void
write_json(const struct proto_message *message, const char *json)
{
	struct gantry_buffer out = { 0 };
	struct gantry_error error = { .code = GANTRY_ERROR_NONE };

	finish(proto_write(
		   message, (struct bytes){ json, strlen(json) }, &out, &error),
	    &out, &error);
}

static void
describe(const char *name)
{
	const struct proto_file *file = proto_files;
	struct gantry_buffer out = { 0 };
	struct gantry_error error = { .code = GANTRY_ERROR_NONE };

	while (file->name != NULL && strcmp(file->name, name) != 0)
		file++;
	if (file->name == NULL)
		die(name);
	finish(grpc_describe_file(file, &out, &error), &out, &error);
}

int
main(void)
{
	char *line = NULL, *rest, *text;
	size_t size = 0;
	ssize_t length;

	while ((length = getline(&line, &size, stdin)) > 0) {
		if (line[length - 1] == '\n')
			line[length - 1] = '\0';
		rest = split(line);
		if (strcmp(line, "describe") == 0) {
			describe(rest);
			continue;
		}
		text = split(rest);
		if (strcmp(line, "read") == 0)
			read_hex(find_message(rest), text);
		else
			write_json(find_message(rest), text);
	}
	free(line);
	return 0;
}
