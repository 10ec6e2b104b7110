#ifndef ENTITIES_ANSWER_H
#define ENTITIES_ANSWER_H

#include <gantry/web.h>

#include "entities/store.h"

/*
 * Answers that are arrays of rows.  A short one is built in memory, so that it
 * can be compressed.  The rows of one of more than ANSWER_STREAMED bytes are
 * read twice: to find its length, and while it is sent.  An answer that is
 * longer than the setting answer_limit is a failure before anything is sent.
 */

#define ANSWER_STREAMED ((size_t)4 << 20)

struct entities;

/* What is asked of the store. */
struct answer_question {
	/* Visit the rows; see store.h. */
	int (*ask)(struct store *store, const struct answer_question *question,
	    bool *found, const struct store_visitor *visitor,
	    struct gantry_error *error);
	/* One of these, in the memory of the request. */
	struct store_page page;
	struct store_search search;
	const char *word;

	/* Append the members of a row to its object. */
	void (*put)(struct gantry_json_writer *json, struct entities *self,
	    const struct store_row *row);
	const char *unfound; /* what to say if *FOUND is false */
	bool has_limit; /* the request has the parameter limit */
};

/* Answer.  Returns 0, or -1 when the response was set to fail. */
int answer_give(struct gantry_request *request,
    struct gantry_response *response, const struct answer_question *question);

#endif
