#ifndef QUERY_INDEX_STATE_H
#define QUERY_INDEX_STATE_H

#include "data/query/store/index_block.h"
#include "data/query/store/index_choice.h"

/* What index_store.c and index_scan.c share. */

/* The blocks of a field. */
#define BLOCK_FROM                                                  \
	"SELECT i.key, i.rank, i.before, coalesce(b.rows, i.rows)"  \
	" FROM idx AS i LEFT JOIN idx_block AS b ON b.id = i.block" \
	" WHERE i.is_group = ?1 AND i.scope = ?2 AND i.field = ?3"

enum statement {
	FIND_COLLECTION,
	FIND_GROUP,
	FIND_FIELD,
	FIND_PATH,
	READ_DOCUMENT,
	FIND_DOCUMENT,
	FIND_BLOCK,
	FIND_CHILD,
	FIND_PARENT,
	STATEMENTS,
};

/* Statements of which several may be read at the same time. */
enum scan_statement {
	SCAN_RISING,
	SCAN_FALLING,
	SCAN_NAMES,
	SCAN_NAMES_FALLING,
	SCANS,
};

#define KEPT_MAX 32 /* of a kind */

/* What is not in use, for the next ones. */
struct kept {
	struct db_statement *statements[SCANS][KEPT_MAX];
	size_t counts[SCANS];
	struct index_block *blocks[KEPT_MAX];
	size_t block_count;
};

/* A block that was read, and which one it is. */
struct last_block {
	struct index_block block;
	int table; /* of enum store_table */
	int64_t scope; /* 0: none was read */
	int64_t field;
	int64_t before; /* rows of the field */
};

struct store {
	struct db *db;
	struct db_statement *statements[STATEMENTS];
	struct kept kept;
	struct last_block last; /* that was searched */
	struct index_choices choices;
	struct gantry_buffer keys[2]; /* of two paths */
	struct gantry_buffer found;
	int64_t last_rank;
};

/* Get a statement or a block; NULL with ERROR filled. */
struct db_statement *store_take_scan(
    struct store *store, enum scan_statement which, struct gantry_error *error);
struct index_block *store_take_block(
    struct store *store, struct gantry_error *error);

/* Give it back; NULL is allowed. */
void store_keep_scan(struct store *store, enum scan_statement which,
    struct db_statement *statement);
void store_keep_block(struct store *store, struct index_block *block);

/* Free what is not in use. */
void store_free_kept(struct kept *kept);

#endif
