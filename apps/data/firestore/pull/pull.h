#ifndef FIRESTORE_PULL_H
#define FIRESTORE_PULL_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/error.h>

struct firestore_since; /* since.h */

/*
 * Reading a live Firestore, all documents or those that are newer than what an
 * earlier pull read, as they are at one moment, into a spool (spool.h), where a
 * pull that broke off finds what it has read.
 */

/* Learn how far it is; any thread calls, but one at a time. */
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
	bool resumes; /* goes on with the file, if there is one */
	const char *const *collections; /* of the root, ended by NULL; NULL:
					   all */
	const struct firestore_since *since; /* goes on from there; without
						collections; NULL: from nothing
					      */
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
 * Pull until the spool holds all documents.  SUMMARY is filled as far as it
 * went.  Returns 0, or -1 with a text that says what to do: then what was read
 * is in the spool, for another call with "resumes" set.
 */
int firestore_pull(const struct firestore_pull_options *options,
    struct firestore_pull_summary *summary, struct gantry_error *error);

#endif
