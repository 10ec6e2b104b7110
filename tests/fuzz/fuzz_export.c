/*
 * A libFuzzer target for the reader of managed exports.  The first byte of an
 * input selects what the rest is: an output file or metadata, or the content of
 * records, to which this target adds the checksums that no mutation would get
 * right.
 *
 * Nothing may crash, leak or read out of bounds.  Documents must be as
 * document.h guarantees: they end in a NUL, are UTF-8, have a valid path, and
 * their fields are JSON in the same form that the reader of REST documents
 * writes.
 */
#include <sys/stat.h>

#include <fcntl.h>
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/firestore/encode.h"
#include "data/firestore/export/entity.h"
#include "data/firestore/export/export.h"
#include "data/firestore/nul_names.h"
#include "data/firestore/rest/rest_value.h"

/*
 * What the rest of an input is.  The corpus depends on the order, and on
 * LENIENT, which can be added.
 */
enum mode {
	MODE_ENTITY, /* one record */
	MODE_RECORDS, /* records, each after its length in two bytes */
	MODE_FRAGMENTS, /* fragments, each after its type and its length */
	MODE_BARE, /* an output file alone */
	MODE_OUTPUT, /* an output file with metadata */
	MODE_METADATA, /* the metadata of a folder */
	MODE_OVERALL, /* the overall metadata */
	MODE_POINTERS, /* as MODE_RECORDS, but of the overall metadata */
	MODE_COUNT,
};

#define LENIENT 0x80

/*
 * A flag of a fragment's type: the target generates the content, so that short
 * inputs can reach the end of a block.
 */
#define FILLED	0x80
#define LOG_MAX (5 * 32768)

#define KIND_FOLDER   "/all_namespaces/all_kinds"
#define OUTPUT_FILE   KIND_FOLDER "/output-0"
#define METADATA_FILE KIND_FOLDER "/all_namespaces_all_kinds.export_metadata"
#define OVERALL_FILE  "/firestore_export.overall_export_metadata"

/* An export.  Each input replaces one of its files. */
struct scratch {
	char folder[320];
	int descriptor; /* of that file */
};

static char root[256];
static struct scratch bare, output, metadata, overall;
static bool is_lenient; /* the metadata may count more documents than exist */

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Print the violated property and the text, and abort. */
static void
violated(const char *property, const char *text)
{
	fprintf(stderr, "violated property: %s: %s\n", property, text);
	abort();
}

static void
require(bool holds, const char *property)
{
	if (!holds)
		violated(property, "see the input");
}

/*
 * Return the length of the UTF-8 sequence at P, or 0.  LEFT is at least 1. This
 * shares no code with the tested functions.
 */
static size_t
sequence_length(const unsigned char *p, size_t left)
{
	size_t length = p[0] < 0x80 ? 1
	    : p[0] < 0xc2	    ? 0
	    : p[0] < 0xe0	    ? 2
	    : p[0] < 0xf0	    ? 3
	    : p[0] < 0xf5	    ? 4
				    : 0;
	size_t i;

	if (length > left)
		return 0;
	for (i = 1; i < length; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	}
	if ((p[0] == 0xe0 && p[1] < 0xa0) || (p[0] == 0xed && p[1] > 0x9f) ||
	    (p[0] == 0xf0 && p[1] < 0x90) || (p[0] == 0xf4 && p[1] > 0x8f))
		return 0;
	return length;
}

static bool
is_utf8(const char *text, size_t left)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t length;

	for (; left > 0; p += length, left -= length) {
		length = sequence_length(p, left);
		if (length == 0)
			return false;
	}
	return true;
}

/* Return whether PATH consists of pairs of nonempty ids. */
static bool
is_path(const char *path, size_t left)
{
	const char *slash;
	size_t ids = 1;

	while ((slash = memchr(path, '/', left)) != NULL) {
		ids++;
		if (slash == path)
			return false;
		left -= (size_t)(slash + 1 - path);
		path = slash + 1;
	}
	return left > 0 && ids % 2 == 0;
}

static void
check_text(const char *text, size_t length)
{
	require(text[length] == '\0', "the text ends in a NUL");
	require(is_utf8(text, length), "the text is UTF-8");
}

/* Check that the fields are written the same after they are read again. */
static void
check_fields(const struct firestore_document *document)
{
	struct gantry_buffer again = { 0 };
	struct gantry_error error = { 0 };
	json_error_t where;
	json_t *fields = nul_names_load(
	    (struct bytes){ document->fields, document->fields_length },
	    JSON_REJECT_DUPLICATES, &where);

	if (fields == NULL)
		violated("fields are JSON", where.text);
	if (rest_fields_add(&again, fields, &error) == -1)
		violated("fields are a REST document's", error.text);
	require(again.length == document->fields_length &&
		memcmp(again.data, document->fields, again.length) == 0,
	    "fields have the canonical form");
	gantry_buffer_clear(&again);
	json_decref(fields);
}

static int
check(void *argument, const struct firestore_document *document,
    struct gantry_error *error)
{
	(void)argument;
	(void)error;
	check_text(document->path, document->path_length);
	check_text(document->fields, document->fields_length);
	require(strlen(document->fields) == document->fields_length,
	    "fields have no NUL");
	require(is_path(document->path, document->path_length),
	    "a path consists of pairs of ids");
	check_fields(document);
	return 0;
}

/* Check that an error has a code and a printable text. */
static void
check_error(int status, const struct gantry_error *error)
{
	if (status == 0)
		return;
	require(status == -1, "a result is 0 or -1");
	require(error->code != GANTRY_ERROR_NONE, "an error has a code");
	require(error->text[0] != '\0', "an error has a text");
}

static void
check_warning(void *argument, const char *text)
{
	(void)argument;
	require(text[0] != '\0', "a warning has a text");
}

static int
check_rejected(void *argument, const struct firestore_rejected *rejected,
    struct gantry_error *error)
{
	(void)argument;
	(void)error;
	require(
	    rejected->reason[0] != '\0', "a rejected document has a reason");
	require(rejected->path == NULL ||
		is_utf8(rejected->path, rejected->path_length),
	    "the path of a rejected document is UTF-8");
	require(rejected->raw_length == 0 || rejected->raw != NULL,
	    "a rejected document has its bytes");
	return 0;
}

static void
read_entity(struct bytes record)
{
	struct entity entity = { 0 };
	struct gantry_error error = { 0 };
	/* An exact copy, so that the sanitizer notices reads beyond it. */
	char *exact = encode_exact(record);
	int status = entity_decode(
	    &entity, (struct bytes){ exact, record.length }, &error);

	check_error(status, &error);
	if (status == 0)
		check(NULL, &entity.document, &error);
	entity_clear(&entity);
	free(exact);
}

static void
put_file(int descriptor, struct bytes content)
{
	ssize_t put = pwrite(descriptor, content.data, content.length, 0);

	if (put != (ssize_t)content.length ||
	    ftruncate(descriptor, (off_t)content.length) == -1) {
		perror("cannot write a scratch file");
		exit(1);
	}
}

static void
read_export(const struct scratch *scratch, struct bytes content)
{
	struct firestore_export_options options = {
		.visit = check,
		.warn = is_lenient ? check_warning : NULL,
		.reject = is_lenient ? check_rejected : NULL,
	};
	struct firestore_export_summary summary;
	struct gantry_error error = { 0 };

	put_file(scratch->descriptor, content);
	check_error(
	    firestore_export_read(scratch->folder, &options, &summary, &error),
	    &error);
	check_text(summary.origin.project, strlen(summary.origin.project));
	check_text(summary.origin.database, strlen(summary.origin.database));
}

static void
read_log(const struct scratch *scratch, struct gantry_buffer *log)
{
	read_export(scratch, encoded(log));
	gantry_buffer_clear(log);
}

/* Remove the next piece, which follows its length in two bytes. */
static struct bytes
next_piece(struct bytes *content)
{
	const unsigned char *p = (const unsigned char *)content->data;
	struct bytes piece = { content->data, content->length };

	if (content->length >= 2) {
		piece.data += 2;
		piece.length -= 2;
		if (piece.length > (p[0] | (size_t)p[1] << 8))
			piece.length = p[0] | (size_t)p[1] << 8;
	}
	content->length -= (size_t)(piece.data + piece.length - content->data);
	content->data = piece.data + piece.length;
	return piece;
}

static void
add_records(struct gantry_buffer *log, struct bytes content)
{
	struct bytes piece;

	while (content.length > 0) {
		piece = next_piece(&content);
		encode_record(log, piece.data, piece.length);
	}
}

/* Remove the length in two bytes at the start of CONTENT. */
static size_t
next_length(struct bytes *content)
{
	const unsigned char *p = (const unsigned char *)content->data;
	size_t length = p[0] | (size_t)p[1] << 8;

	content->data += 2;
	content->length -= 2;
	return length;
}

/* Add a fragment of LENGTH bytes, or for type 0, zeros without a header. */
static void
add_filler(struct gantry_buffer *log, int type, size_t length)
{
	static char filler[UINT16_MAX];

	memset(filler, type == 0 ? 0 : 'x', length);
	if (type == 0)
		gantry_buffer_add(log, filler, length);
	else
		encode_fragment(log, type, filler, length);
}

static void
add_fragments(struct gantry_buffer *log, struct bytes content)
{
	struct bytes piece;
	int type;

	while (content.length > 2 && log->length < LOG_MAX) {
		type = (unsigned char)*content.data++;
		content.length--;
		if (type & FILLED) {
			add_filler(log, type & ~FILLED, next_length(&content));
			continue;
		}
		piece = next_piece(&content);
		encode_fragment(log, type, piece.data, piece.length);
	}
}

static void
make_folder(const char *path)
{
	if (mkdir(path, 0700) == -1) {
		perror(path);
		exit(1);
	}
}

static int
make_file(const struct scratch *scratch, const char *name, struct bytes content)
{
	char path[512];
	int descriptor;

	snprintf(path, sizeof(path), "%s%s", scratch->folder, name);
	descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (descriptor == -1) {
		perror(path);
		exit(1);
	}
	put_file(descriptor, content);
	return descriptor;
}

/* Write an export of one document.  Inputs will replace its file CHANGED. */
static void
make_export(struct scratch *scratch, const char *name, const char *changed)
{
	struct gantry_buffer files[3] = { { 0 } }, entity = { 0 };
	const char *names[] = { OUTPUT_FILE, METADATA_FILE, OVERALL_FILE };
	int descriptor;
	char path[512];
	size_t i;

	encode_key(&entity, "a/1");
	encode_record(&files[0], entity.data, entity.length);
	gantry_buffer_clear(&entity);
	encode_metadata(&files[1], "output-0", 1, 2);
	encode_overall(&files[2], &METADATA_FILE[1], 1);
	snprintf(scratch->folder, sizeof(scratch->folder), "%s/%s", root, name);
	make_folder(scratch->folder);
	snprintf(path, sizeof(path), "%s/all_namespaces", scratch->folder);
	make_folder(path);
	snprintf(path, sizeof(path), "%s" KIND_FOLDER, scratch->folder);
	make_folder(path);
	for (i = 0; i < 3; i++) {
		descriptor = make_file(scratch, names[i], encoded(&files[i]));
		if (strcmp(names[i], changed) == 0)
			scratch->descriptor = descriptor;
		else
			close(descriptor);
		gantry_buffer_clear(&files[i]);
	}
}

static void
remove_scratch(void)
{
	char command[320];

	snprintf(command, sizeof(command), "rm -rf '%s'", root);
	if (system(command) != 0)
		fprintf(stderr, "cannot remove %s\n", root);
}

int
LLVMFuzzerInitialize(int *count, char ***arguments)
{
	const char *parent = getenv("TMPDIR");
	int length;

	(void)count;
	(void)arguments;
	length = snprintf(root, sizeof(root), "%s/gantry-fuzz-XXXXXX",
	    parent != NULL ? parent : "/tmp");
	if (length >= (int)sizeof(root) || mkdtemp(root) == NULL) {
		perror("cannot make a folder in TMPDIR");
		exit(1);
	}
	/* This does not run after a finding; so make fuzz removes TMPDIR. */
	atexit(remove_scratch);
	snprintf(bare.folder, sizeof(bare.folder), "%s/bare", root);
	make_folder(bare.folder);
	bare.descriptor =
	    make_file(&bare, "/output-0", (struct bytes){ "", 0 });
	make_export(&output, "output", OUTPUT_FILE);
	make_export(&metadata, "metadata", METADATA_FILE);
	make_export(&overall, "overall", OVERALL_FILE);
	return 0;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes rest;
	struct gantry_buffer log = { 0 };

	if (size == 0)
		return 0;
	rest = (struct bytes){ (const char *)data + 1, size - 1 };
	is_lenient = data[0] & LENIENT;
	switch ((enum mode)(data[0] % MODE_COUNT)) {
	case MODE_ENTITY:
		read_entity(rest);
		break;
	case MODE_RECORDS:
		add_records(&log, rest);
		read_log(&bare, &log);
		break;
	case MODE_FRAGMENTS:
		add_fragments(&log, rest);
		read_log(&bare, &log);
		break;
	case MODE_BARE:
		read_export(&bare, rest);
		break;
	case MODE_OUTPUT:
		read_export(&output, rest);
		break;
	case MODE_METADATA:
		read_export(&metadata, rest);
		break;
	case MODE_OVERALL:
		read_export(&overall, rest);
		break;
	case MODE_POINTERS:
		add_records(&log, rest);
		read_log(&overall, &log);
		break;
	case MODE_COUNT:
		break;
	}
	return 0;
}
