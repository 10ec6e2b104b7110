#ifndef FIRESTORE_JSON_LIST_H
#define FIRESTORE_JSON_LIST_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

/*
 * Following the pages of documents:list through a text.  A page that names a
 * next one must be followed by a page of the same collection, or by an empty
 * one.
 */

/* Zero it before its first use. */
struct json_list {
	struct gantry_buffer collection; /* of the page that is read */
	struct gantry_buffer previous; /* of the page before, which ... */
	bool is_continued; /* ... names another one */
	uint64_t incomplete; /* lists whose next page is missing */
	char first_incomplete[128]; /* the collection of the first, or "" */
};

/*
 * DOCUMENT, or the name of one that is missing, is on the page that is read.
 * Returns 0, or -1 when memory ran out.
 */
int json_list_add(
    struct json_list *list, const json_t *document, struct gantry_error *error);

/* The page has ended.  Returns 0, or -1 when memory ran out. */
int json_list_end_page(
    struct json_list *list, bool is_continued, struct gantry_error *error);

/* The text has ended. */
void json_list_finish(struct json_list *list);

/* Free everything; safe on an empty one. */
void json_list_clear(struct json_list *list);

#endif
