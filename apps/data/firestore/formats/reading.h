#ifndef FORMATS_READING_H
#define FORMATS_READING_H

#include "data/firestore/formats/format_options.h"
#include "data/firestore/formats/sample.h"
#include "data/firestore/json/json_text.h"
#include "data/firestore/rest/rest_document.h"

/* What the readers of all formats share. */

struct format;

struct reading {
	const struct formats_options *options;
	const struct format *format;
	struct formats_summary *summary;
	struct json_text *text;
	struct json_piece piece; /* the object that is read */
	struct typed typed;
	struct rest_document rest;
	struct gantry_buffer path, fields; /* of a document */
	struct gantry_buffer name; /* of a member */
	uint64_t next_progress;
	bool uses_collection; /* of the options */
	/* Of a log. */
	bool is_change, is_deleted;
	int64_t changed; /* µs since 1970; 0: unknown */
};

/*
 * Make the document OUT of RECORD, an object of the text.  OUT borrows from
 * READING and RECORD.  Returns 1, or 0 when it holds no document, or -1 with
 * ERROR saying what was expected.
 */
typedef int format_record(struct reading *reading, const json_t *record,
    struct firestore_document *out, struct gantry_error *error);

/* Read the whole text.  0 or -1. */
typedef int format_read(struct reading *reading, struct gantry_error *error);

struct format {
	const char *name;
	bool (*is)(
	    const struct sample *sample, const struct formats_options *options);
	format_read *read;
	format_record *record; /* for reading_records */
	unsigned conventions; /* typed.h */
	bool is_log;
	bool is_exact; /* see json_parse_exact */
	/* Does it lack what only the caller can say?  NULL: it never does. */
	bool (*needs_collection)(const struct sample *sample);
};

/* Pass each object of the text, or of arrays in it, to the format's record. */
int reading_records(struct reading *reading, struct gantry_error *error);

/* Make a document of RECORD and visit it, or reject it.  0 or -1. */
int reading_record(
    struct reading *reading, const json_t *record, struct gantry_error *error);

/*
 * The document at the path in READING->path, with the members of OBJECT that
 * are not left out.  Returns 1 or -1.
 */
int reading_document(struct reading *reading, const json_t *object,
    struct firestore_document *out, struct gantry_error *error);

/* Set the path to COLLECTION and the id VALUE, which is in MEMBER. */
int reading_set_path(struct reading *reading, const char *collection,
    const json_t *value, const char *member, struct gantry_error *error);

/* Append an id to the path. */
int reading_add_id(
    struct reading *reading, struct bytes id, struct gantry_error *error);

/* Pass OUT to the visitor.  0 or -1. */
int reading_visit(struct reading *reading, const struct firestore_document *out,
    struct gantry_error *error);

/* Pass PIECE on as what cannot be read, for the reason in ERROR.  0 or -1. */
int reading_reject(struct reading *reading, const struct json_piece *piece,
    struct gantry_error *error);

/* Report the progress now. */
void reading_report(struct reading *reading);

/* The text of a JSON string. */
static inline struct bytes
reading_bytes(const json_t *string)
{
	return (struct bytes){ json_string_value(string),
		json_string_length(string) };
}

#endif
