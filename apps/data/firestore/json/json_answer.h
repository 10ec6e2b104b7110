#ifndef FIRESTORE_JSON_ANSWER_H
#define FIRESTORE_JSON_ANSWER_H

#include <jansson.h>
#include <stdbool.h>

#include <gantry/error.h>

/*
 * An object out of an answer of Firestore's REST API: a document, an element of
 * what runQuery or batchGet answer, or a page of documents:list.
 */

struct json_answer {
	const json_t *document; /* borrowed; NULL when it has none */
	bool is_missing; /* tells of a document that does not exist */
	bool is_list; /* a page of a list; its documents are elsewhere */
	bool is_continued; /* and there is a further page */
};

/*
 * Tell what JSON, an object, is.  IS_LIST says that its "documents" were taken
 * out.  Returns 0, or -1 with what was expected, or with the message when it is
 * an error that Firestore answered.
 */
int json_answer_read(struct json_answer *answer, const json_t *json,
    bool is_list, struct gantry_error *error);

#endif
