#ifndef FIRESTORE_JSON_READER_H
#define FIRESTORE_JSON_READER_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/error.h>

#include "data/firestore/export/export.h"
#include "data/firestore/json/json_header.h"
#include "data/firestore/json/json_text.h"

/*
 * Reads documents from JSON in any of these forms:
 *
 *	documents of the REST API, {"name":...,"fields":{...}}, or with only
 *	the path of the document, {"path":"users/alice","fields":{...}}
 *	answers of documents:list, runQuery and batchGet
 *	what a dump prints, see json_header.h
 *	any objects, if the caller says so and names their collection
 *
 * They may follow one another, one to a line or not, or be in an array.  The
 * file may be compressed with gzip or Zstandard.
 *
 *	struct firestore_json_options options = { .visit = store };
 *	struct firestore_json_summary summary;
 *
 *	if (firestore_json_read("-", &options, &summary, &error) == -1)
 *		...
 *
 * Memory is bounded by the largest document, not by the file.
 */

struct firestore_json_options {
	firestore_visit *visit; /* required */
	firestore_progress *progress; /* may be NULL; a total of 0: unknown */
	/*
	 * NULL: a document that cannot be read is an error.  Otherwise such
	 * objects are passed to it; a text whose brackets or strings do not end
	 * is an error anyway.
	 */
	firestore_reject *reject;
	json_header_lack *lack; /* may be NULL */
	void *argument; /* for all of them */
	/*
	 * Any objects: each is a document of COLLECTION, "users" or
	 * "users/alice/posts".  Its id is the string or integer in its member
	 * ID_FIELD, which stays a field as well.
	 */
	bool plain;
	const char *collection;
	const char *id_field;
};

struct firestore_json_summary {
	uint64_t documents;
	uint64_t missing; /* which the answers list as missing */
	uint64_t bytes; /* of the file, as it is stored */
	/*
	 * Answers to documents:list that name a next page which does not
	 * follow, and the collection of the first of them, possibly cut.
	 */
	uint64_t incomplete;
	char incomplete_list[128];
	struct firestore_origin origin;
	int64_t exported; /* µs since 1970; 0: unknown */
};

/*
 * Read the file PATH, "-" for standard input.  An empty file has no documents.
 * SUMMARY, which may be NULL, is filled as far as the reading got.  Returns 0,
 * or -1 with ERROR naming the file, the line, the byte offset in the text, the
 * document and its field, as far as they are known, and what was expected.
 * GANTRY_ERROR_INPUT: the text is malformed, holds an error of Firestore, or
 * has documents of several databases.  GANTRY_ERROR_LIMIT: a document is too
 * large or nested too deep.  Otherwise GANTRY_ERROR_SYSTEM,
 * GANTRY_ERROR_MEMORY, or what VISIT returned.
 */
int firestore_json_read(const char *path,
    const struct firestore_json_options *options,
    struct firestore_json_summary *summary, struct gantry_error *error);

/* The same for TEXT, which is open and at its beginning; it stays open. */
int firestore_json_read_text(struct json_text *text,
    const struct firestore_json_options *options,
    struct firestore_json_summary *summary, struct gantry_error *error);

#endif
