#ifndef QUERY_INDEX_STORE_H
#define QUERY_INDEX_STORE_H

#include "data/query/store/index_choice.h"

/*
 * The indexes of an open cache: ids of what queries name, ranges of an index,
 * and documents by their rank.  It belongs to the thread of its DB.
 *
 * Functions return -1 with ERROR filled on failure.
 */

struct store;

/*
 * Prepare the statements on DB.  Returns NULL with ERROR filled on failure;
 * GANTRY_ERROR_UNAVAILABLE: the cache has no indexes, and the text names the
 * command that makes them.
 */
struct store *store_new(struct db *db, struct gantry_error *error);

/* NULL is allowed. */
void store_free(struct store *store);

/* The rank of the last document; they begin with 1. */
int64_t store_last_rank(const struct store *store);

/* Which fields are indexed? */
const struct index_choices *store_choices(const struct store *store);

/*
 * Find a collection or a collection group; 0 when it has no document.  COUNT
 * gets the documents of the collection, or the collections of the group; when
 * the group has only one, COLLECTION gets that.
 */
int store_find_collection(struct store *store, struct bytes path, int64_t *id,
    int64_t *count, struct gantry_error *error);
int store_find_group(struct store *store, struct bytes name, int64_t *id,
    int64_t *collection, struct gantry_error *error);

/* A field as the indexes have it. */
struct store_field {
	int64_t id; /* 0: no document has it */
	bool is_cut; /* some keys are not whole */
	unsigned numbers; /* that it has, see index_schema.h */
};

/* Find the field with KEY, see field.h, or the elements of its arrays. */
int store_find_field(struct store *store, struct bytes key, bool is_element,
    struct store_field *field, struct gantry_error *error);

/*
 * Find the rank of the first document whose name is not below that of PATH.
 * *IS_EQUAL tells whether it is the one.  One after the last when there is
 * none.
 */
int store_find_rank(struct store *store, struct bytes path, int64_t *rank,
    bool *is_equal, struct gantry_error *error);

/* The same for the first document whose name is above all below that of PATH.
 */
int store_find_after(struct store *store, struct bytes path, int64_t *rank,
    struct gantry_error *error);

/* Borrowed until the next call. */
struct store_document {
	int64_t rank;
	struct bytes path;
	struct json_part fields;
	int64_t create_time, update_time; /* µs since 1970; 0: unknown */
};

/* Read the document of RANK, which exists. */
int store_read(struct store *store, int64_t rank,
    struct store_document *document, struct gantry_error *error);

/*
 * Read the document of PATH; its rank is left at 0.  Returns 1, or 0 when there
 * is none, or -1.
 */
int store_find(struct store *store, struct bytes path,
    struct store_document *document, struct gantry_error *error);

enum store_table {
	STORE_COLLECTION,
	STORE_GROUP,
	STORE_NAMES, /* name, which has neither scope nor field nor key */
};

/* What is between two places of an index: the low one, but not the high one. */
struct store_range {
	enum store_table table;
	int64_t scope; /* a collection or group */
	int64_t field;
	struct bytes low, high; /* keys */
	int64_t low_rank, high_rank;
};

/*
 * Count what is in RANGE, but at most LIMIT; -1: all.  That takes as long for
 * many as for few.
 */
int store_count(struct store *store, const struct store_range *range,
    int64_t limit, int64_t *count, struct gantry_error *error);

/* Is there the place where RANGE, of a collection or group, begins? */
int store_has(struct store *store, const struct store_range *range,
    bool *result, struct gantry_error *error);

/* A range that is being read. */
struct store_scan {
	struct store *store; /* NULL: none */
	struct store_range range;
	bool is_falling;
	struct db_statement *statement; /* of the blocks, or of the names */
	struct index_block *block; /* the one that is read */
	size_t next; /* how many of its rows are before the next place */
	bool has_block, is_last;
	struct bytes key; /* until the next step */
	int64_t rank;
};

/* Start to read RANGE, whose keys must live as long as SCAN. */
int store_scan_open(struct store *store, struct store_scan *scan,
    const struct store_range *range, bool is_falling,
    struct gantry_error *error);

/* Get the next place.  Returns 1, or 0 after the last, or -1. */
int store_scan_next(struct store_scan *scan, struct gantry_error *error);

/* Idempotent, safe on a zeroed struct. */
void store_scan_close(struct store_scan *scan);

/*
 * Find the first id above AFTER of the collections below the document whose
 * path has the key PARENT.  Returns 1 with ID, borrowed until the next call, or
 * 0, or -1.
 */
int store_next_child(struct store *store, struct bytes parent,
    struct bytes after, struct bytes *id, struct gantry_error *error);

/*
 * Find the first document with collections below it whose path has a key that
 * is not below LOW.  The rest as before.
 */
int store_next_parent(struct store *store, struct bytes low,
    struct bytes *parent, struct gantry_error *error);

#endif
