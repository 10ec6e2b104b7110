#ifndef FIRESTORE_JSON_ANSWER_H
#define FIRESTORE_JSON_ANSWER_H

#include <jansson.h>
#include <stdbool.h>

#include <gantry/error.h>

/*
 * An object from an answer of Firestore's REST API: a document, an element of
 * the answer to runQuery or batchGet, or a page of documents:list.
 */

struct json_answer {
	const json_t *document; /* borrowed; NULL when it has none */
	bool is_missing; /* it names a document that does not exist */
	bool is_list; /* a page of a list; its documents are elsewhere */
	bool is_continued; /* and another page follows */
};

/*
 * Classify JSON, an object.  IS_LIST says that its "documents" were read
 * already.  Returns 0, or -1 with ERROR saying what was expected, or holding
 * the message when it is an error that Firestore returned.
 */
int json_answer_read(struct json_answer *answer, const json_t *json,
    bool is_list, struct gantry_error *error);

#endif
