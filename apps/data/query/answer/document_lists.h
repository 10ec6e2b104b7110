#ifndef QUERY_DOCUMENT_LISTS_H
#define QUERY_DOCUMENT_LISTS_H

#include "data/query/answer/answering.h"

/*
 * Lists of documents and collections.  Each reads a bounded number of rows for
 * what it returns, however large the cache is.
 *
 * Functions return 0, or -1 with ERROR filled: GANTRY_ERROR_INPUT: the request
 * is not one that can be answered; GANTRY_ERROR_BUSY: the deadline of the
 * database was reached; or what a visit returned.
 */

/* Called with the id of a collection; -1 stops. */
typedef int query_visit_id(
    void *argument, struct bytes id, struct gantry_error *error);

/* Collections directly below a document, or the root. */
struct collection_list {
	struct bytes parent; /* the path of the document; empty: the root */
	struct bytes after; /* an id; empty: none */
	int64_t limit; /* -1: none */
};

/*
 * Visit the ids of LIST, from the first one behind AFTER on, in the order of
 * their bytes and without repeats (google.firestore.v1.ListCollectionIds).  The
 * document need not exist.  A collection counts when a document is in it or
 * anywhere below.
 *
 * One row of an index is read for each id.
 */
int answer_collection_ids(struct answering *answering,
    const struct collection_list *list, query_visit_id *visit, void *argument,
    struct gantry_error *error);

/* Called with the path of a document; -1 stops. */
typedef int query_visit_path(
    void *argument, struct bytes path, struct gantry_error *error);

/* A collection group to split. */
struct partition_list {
	struct query *query;
	int64_t count; /* of the paths that are wanted */
};

/*
 * Visit the paths of at most COUNT documents that split a query into COUNT + 1
 * parts of equal sizes, in the order of names
 * (google.firestore.v1.PartitionQuery).  There are fewer when it has not that
 * many documents.  The query is a collection group without filters, cursors,
 * offset or limit, in the rising order of names; otherwise the error is
 * GANTRY_ERROR_INPUT.
 *
 * A few blocks of an index are read for each path, as many as the logarithm of
 * the number of documents.
 */
int answer_partitions(struct answering *answering,
    const struct partition_list *list, query_visit_path *visit, void *argument,
    struct gantry_error *error);

/* A part of a collection. */
struct document_list {
	struct bytes collection_path;
	struct bytes after; /* the path of a document in it; empty: none */
	int64_t limit; /* -1: none */
	bool with_missing;
};

/*
 * Called with a document, which is borrowed; -1 stops.  Its rank is 0 when it
 * does not exist: then it has only a path.
 */
typedef int query_visit_listed(void *argument,
    const struct store_document *document, struct gantry_error *error);

/*
 * Visit the documents of LIST in the order of their names, from the first one
 * behind AFTER on, which need not exist
 * (google.firestore.v1.ListDocuments without order).  With WITH_MISSING, also
 * those that do not exist but have documents below them.
 *
 * One row of an index is read for each document, and with WITH_MISSING one more
 * for each of them with collections below it; at most one of either more.
 */
int answer_documents(struct answering *answering,
    const struct document_list *list, query_visit_listed *visit, void *argument,
    struct gantry_error *error);

#endif
