#ifndef FIRESTORE_EXPORT_H
#define FIRESTORE_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/error.h>

#include "data/firestore/document.h"
#include "data/firestore/origin.h"

/*
 * Reads a managed export of Cloud Firestore, from "gcloud firestore export" or
 * the emulator: each document once, in no particular order, without loss.
 *
 *	struct firestore_export_options options = { .visit = store };
 *	struct firestore_export_summary summary;
 *
 *	if (firestore_export_read(folder, &options, &summary, &error) == -1)
 *		...
 *
 * Memory is bounded by the largest document, not by the export.
 */

/* Called with the progress now and then, and at the end. */
typedef void firestore_progress(void *argument, uint64_t bytes_read,
    uint64_t bytes_total, uint64_t documents);

/* Called with each difference between the metadata and the files. */
typedef void firestore_warning(void *argument, const char *text);

struct firestore_export_options {
	firestore_visit *visit; /* required */
	firestore_progress *progress; /* may be NULL */
	/*
	 * NULL: such a document is an error, and a wrong checksum.  Otherwise
	 * it is also called with the parts of files whose checksum is wrong.
	 */
	firestore_reject *reject;
	/*
	 * NULL: files and counts that disagree with the metadata are errors.
	 * Otherwise they are reported here, and the files that exist are read.
	 */
	firestore_warning *warn;
	/*
	 * Called with each export below the folder if there are several, which
	 * is an error, unless the one that was finished last is to be taken;
	 * may be NULL.
	 */
	void (*candidate)(void *argument, const char *path);
	bool newest;
	/*
	 * Read only the documents of this namespace of Datastore mode.  NULL:
	 * the default one, and a document of another one is an error.
	 */
	const char *space;
	void *argument; /* for all of them */
};

struct firestore_export_summary {
	uint64_t documents;
	uint64_t rejected; /* documents, and damaged parts of files ... */
	uint64_t lost; /* ... which the metadata counts in these parts, too */
	uint64_t other_spaces; /* documents of other namespaces, left out */
	uint64_t bytes; /* in the files that hold the documents */
	int64_t start_time; /* of the export, microseconds since 1970; */
	int64_t end_time; /* 0 when its metadata is not there */
	bool has_metadata; /* on the whole, with the numbers of documents */
	struct firestore_origin origin;
};

/*
 * Read the export in FOLDER: the output of "firebase emulators:export", the
 * firestore_export folder in it, the prefix of a gcloud export, one of its kind
 * folders, or a folder with one of these somewhere below it.  If it has
 * metadata, files and counts are compared with it; a difference is an error or
 * is reported to "warn".
 *
 * SUMMARY, which may be NULL, is filled as far as the reading got.  Returns 0,
 * or -1 with ERROR naming the file, the byte offset and what was expected.
 * GANTRY_ERROR_UNAVAILABLE: there is no export, or a file is missing.
 * GANTRY_ERROR_INPUT: it is damaged.  GANTRY_ERROR_LIMIT: a record is too large
 * or nested too deep.  Otherwise GANTRY_ERROR_SYSTEM, GANTRY_ERROR_MEMORY, or
 * what VISIT returned.
 */
int firestore_export_read(const char *folder,
    const struct firestore_export_options *options,
    struct firestore_export_summary *summary, struct gantry_error *error);

#endif
