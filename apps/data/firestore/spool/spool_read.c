/*
 * Reads the lines of a spool and their documents.
 */
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/nul_names.h"
#include "data/firestore/rest/rest.h"
#include "data/firestore/rest/rest_document.h"
#include "data/firestore/spool/spool_read.h"

static bool
begins_with(struct bytes bytes, const char *prefix)
{
	size_t length = strlen(prefix);

	return bytes.length >= length &&
	    memcmp(bytes.data, prefix, length) == 0;
}

static int
classify(struct spool_line *line, struct gantry_error *error)
{
	if (line->number == 1)
		line->kind = SPOOL_HEADER;
	else if (begins_with(line->bytes, "{\"path\":"))
		line->kind = SPOOL_DOCUMENT;
	else if (begins_with(line->bytes, "{\"rejected\":"))
		line->kind = SPOOL_REJECTED;
	else if (begins_with(line->bytes, "{\"checkpoint\":"))
		line->kind = SPOOL_CHECKPOINT;
	else
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "neither a document nor a checkpoint");
	return 1;
}

int
spool_line_next(struct spool_line *line, FILE *file, struct gantry_error *error)
{
	ssize_t length = getline(&line->memory, &line->size, file);

	if (length == -1 && !feof(file))
		return gantry_error_system(error, "cannot read the spool");
	if (length <= 0 || line->memory[length - 1] != '\n')
		return 0;
	line->number++;
	line->end += length;
	line->bytes = (struct bytes){ line->memory, (size_t)length - 1 };
	return classify(line, error);
}

void
spool_line_clear(struct spool_line *line)
{
	free(line->memory);
	*line = (struct spool_line){ 0 };
}

static void
write_time(struct gantry_buffer *page, const char *name, int64_t time)
{
	if (time == 0)
		return;
	gantry_buffer_printf(page, ",\"%s\":", name);
	/* Cannot fail: it was read from a timestamp. */
	(void)rest_add_timestamp(page, time);
}

int
spool_add_document(struct gantry_buffer *page,
    const struct firestore_document *document, struct gantry_error *error)
{
	gantry_buffer_puts(page, "{\"path\":");
	gantry_json_string(page, document->path, document->path_length);
	write_time(page, "createTime", document->create_time);
	write_time(page, "updateTime", document->update_time);
	gantry_buffer_puts(page, ",\"fields\":");
	gantry_buffer_add(page, document->fields, document->fields_length);
	gantry_buffer_puts(page, "}\n");
	if (gantry_buffer_failed(page))
		return gantry_error_memory(error);
	return 0;
}

int
spool_add_rejected(struct gantry_buffer *page,
    const struct firestore_rejected *rejected, struct gantry_error *error)
{
	gantry_buffer_puts(page, "{\"rejected\":");
	if (rejected->path != NULL)
		gantry_json_string(page, rejected->path, rejected->path_length);
	else
		gantry_buffer_puts(page, "null");
	gantry_buffer_puts(page, ",\"reason\":");
	gantry_json_text(page, rejected->reason);
	gantry_buffer_puts(page, ",\"raw\":");
	gantry_json_string(page, rejected->raw, rejected->raw_length);
	gantry_buffer_puts(page, "}\n");
	if (gantry_buffer_failed(page))
		return gantry_error_memory(error);
	return 0;
}

static int
visit_document(const struct spool_visitor *visitor, const json_t *object,
    struct rest_document *working, struct gantry_error *error)
{
	struct firestore_document document;

	if (rest_document_read(working, object, &document, error) == -1)
		return -1;
	return visitor->visit(visitor->argument, &document, error);
}

static int
visit_rejected(const struct spool_visitor *visitor, const json_t *object,
    struct gantry_error *error)
{
	const json_t *path = json_object_get(object, "rejected");
	const json_t *reason = json_object_get(object, "reason");
	const json_t *raw = json_object_get(object, "raw");
	const struct firestore_rejected rejected = {
		.path = json_string_value(path),
		.path_length = json_string_length(path),
		.reason = json_string_value(reason),
		.raw = json_string_value(raw),
		.raw_length = json_string_length(raw),
	};

	if (rejected.reason == NULL || rejected.raw == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "not a line that a pull wrote");
	if (visitor->reject == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "%s", rejected.reason);
	return visitor->reject(visitor->argument, &rejected, error);
}

static int
visit_line(const struct spool_visitor *visitor, const struct spool_line *line,
    struct rest_document *working, struct gantry_error *error)
{
	json_t *object;
	int result;

	if (line->kind != SPOOL_DOCUMENT && line->kind != SPOOL_REJECTED)
		return 0;
	object = nul_names_load(line->bytes, 0, NULL);
	result = line->kind == SPOOL_DOCUMENT
	    ? visit_document(visitor, object, working, error)
	    : visit_rejected(visitor, object, error);
	json_decref(object);
	return result;
}

int
spool_read(const char *path, const struct spool_visitor *visitor,
    struct gantry_error *error)
{
	FILE *file = fopen(path, "re");
	struct rest_document working = { 0 };
	struct spool_line line = { 0 };
	int result;

	if (file == NULL)
		return gantry_error_system(error, "cannot open %s", path);
	while ((result = spool_line_next(&line, file, error)) == 1)
		if (visit_line(visitor, &line, &working, error) == -1) {
			result = -1;
			break;
		}
	if (result == -1)
		gantry_error_prefix(
		    error, "%s, line %" PRIu64, path, line.number);
	rest_document_clear(&working);
	spool_line_clear(&line);
	fclose(file);
	return result;
}
