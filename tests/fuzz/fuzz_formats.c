/*
 * A libFuzzer target for the JSON and CSV of other tools.  The first byte of an
 * input chooses the format, and its upper bits the options.
 *
 * Nothing may crash, leak or read out of bounds.  A document is as document.h
 * says, in the form that a cache keeps, and a text that is refused has a
 * reason.
 */
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "data/firestore/formats/formats.h"
#include "data/firestore/json/json_check.h"
#include "require.h"

#define INFERS	0x80
#define REJECTS 0x40
#define NAMES	0x20 /* the collection and the id are given */

/* The corpus depends on the order. */
static const char *const formats[] = { NULL, "bundle", "bigquery-csv", "csv",
	"function-events", "rest", "bigquery", "firestore-backfire",
	"leveldb-export", "node-firestore-import-export",
	"node-firestore-import-export-collection", "mongoexport", "id-data",
	"firestore-export-import", "lists", "firestore-export-json",
	"documents", "objects" };

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

static struct gantry_buffer scratch;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
check(void *argument, const struct firestore_document *document,
    struct gantry_error *error)
{
	(void)argument;
	require(document->path[document->path_length] == '\0' &&
		document->fields[document->fields_length] == '\0',
	    "a NUL follows the path and the fields");
	if (json_check_document(document, &scratch, error) == -1)
		require(false, error->text);
	return 0;
}

static int
check_change(void *argument, const struct formats_change *change,
    struct gantry_error *error)
{
	require(change->path.length > 0, "a change has a path");
	return change->document != NULL
	    ? check(argument, change->document, error)
	    : 0;
}

static int
check_rejected(void *argument, const struct firestore_rejected *rejected,
    struct gantry_error *error)
{
	(void)argument;
	(void)error;
	require(rejected->reason[0] != '\0', "what is rejected has a reason");
	require(rejected->path != NULL || rejected->path_length == 0,
	    "no path has no length");
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t flags = size > 0 ? data[0] : 0;
	const struct formats_options options = {
		.visit = check,
		.change = check_change,
		.reject = flags & REJECTS ? check_rejected : NULL,
		.format = formats[(flags & 0x1f) % FORMATS],
		.collection = flags & NAMES ? "a" : NULL,
		.id_field = flags & NAMES ? "id" : NULL,
		.project = flags & INFERS ? "p" : NULL,
		.infers_types = flags & INFERS,
	};
	struct formats_summary summary;
	struct gantry_error error = { 0 };
	int file = memfd_create("input", 0);
	char path[32];

	require(file != -1, "there is room for the input");
	if (size > 1)
		require(write(file, data + 1, size - 1) == (ssize_t)(size - 1),
		    "the input can be written");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", file);
	if (formats_read(path, &options, &summary, &error) == -1)
		require(error.text[0] != '\0', "an error has a reason");
	close(file);
	gantry_buffer_clear(&scratch);
	return 0;
}
