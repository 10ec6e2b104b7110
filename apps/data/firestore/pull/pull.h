#ifndef FIRESTORE_PULL_H
#define FIRESTORE_PULL_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/error.h>

struct firestore_since; /* since.h */

/*
 * Reads a live Firestore into a spool (spool.h): all documents, or those that
 * are newer than an earlier pull, all as of one moment.  An interrupted pull
 * continues with the spool.
 */

/* Called with the progress, by any thread but one at a time. */
typedef void firestore_pull_progress(
    void *argument, uint64_t documents, size_t done, size_t collections);

struct firestore_pull_options {
	const char *project; /* NULL: the account's */
	const char *database; /* "(default)" or a name */
	const char *emulator; /* "host:port"; NULL: the real one */
	const char *token; /* an access token; or */
	const char *account; /* the path of a service account's key */
	bool exchanges; /* the account's signature for a token */
	const char *spool; /* the path of the file */
	/*
	 * Put documents that cannot be read into the spool as they are, instead
	 * of failing.
	 */
	bool keeps_rejected;
	bool resumes; /* continues with the file, if it exists */
	/*
	 * Read only the collections with these ids, wherever they are, ended by
	 * NULL; or only these collections, such as "users" or
	 * "users/alice/posts", with all below them.  None of them is below
	 * another.  Both NULL: read everything.
	 */
	const char *const *groups;
	const char *const *collections;
	const struct firestore_since *since; /* continues from there; not with
						these; NULL: reads everything */
	unsigned jobs; /* how many collections at a time */
	unsigned tries; /* of each request */
	firestore_pull_progress *progress; /* may be NULL */
	void *argument; /* for it */
};

struct firestore_pull_summary {
	uint64_t documents; /* in the spool */
	uint64_t read; /* of these, by this call: they are billed */
	char project[256];
	char database[128];
	int64_t read_time; /* the moment, microseconds since 1970 */
};

/*
 * Pull until the spool holds all documents.  SUMMARY is filled as far as the
 * pull got.  Returns 0, or -1 with ERROR saying what to do.  What was read is
 * then in the spool, for another call with "resumes" set.
 */
int firestore_pull(const struct firestore_pull_options *options,
    struct firestore_pull_summary *summary, struct gantry_error *error);

#endif
