#ifndef TRANSFER_FETCH_BODY_H
#define TRANSFER_FETCH_BODY_H

#include "data/transfer/fetch_options.h"
#include "data/transfer/fetch_state.h"

/*
 * What comes from the URL itself: a manifest, which is kept in memory, or
 * anything else, which goes to the file of the part.
 */

struct fetch_body {
	const struct fetch_options *options;
	struct fetch_state *state;
	struct download *download;
	int part; /* the open file */
	struct gantry_buffer text; /* the start, or the whole manifest */
	bool is_file; /* it goes to the part */
	uint64_t length; /* of the body; 0: unknown */
	struct validators found;
};

/*
 * Get it, unless the server says that it is what was fetched before.  Tries
 * again, and continues the part.  ANSWER gets the last status: 304, or one of
 * success.  Returns 0 or -1.
 */
int fetch_body_get(struct fetch_body *body, struct download_answer *answer,
    struct gantry_error *error);

/* Is it a manifest? */
bool fetch_body_is_manifest(const struct fetch_body *body);

/* What the file of the part is. */
enum fetch_kind {
	FETCH_CACHE,
	FETCH_ZSTD, /* something compressed */
	FETCH_NEITHER,
};

/* Look at the part.  For FETCH_NEITHER, ERROR says what it looks like. */
enum fetch_kind fetch_body_kind(int part, struct gantry_error *error);

/*
 * Expand the file PART into the empty file OUT, at most MOST bytes.  Returns 0
 * or -1.
 */
int fetch_body_expand(
    int part, int out, uint64_t most, struct gantry_error *error);

/* Is the open FILE as long as its SQLite header says?  Returns 0 or -1. */
int fetch_body_check_length(int file, struct gantry_error *error);

#endif
