#ifndef GANTRY_CACHE_INDEXING_H
#define GANTRY_CACHE_INDEXING_H

#include "base/cmdline/cmdline.h"
#include "data/query/index/index_build.h"

/* The indexes of the cache that a command makes. */

struct indexing {
	bool is_wanted;
	const char **skipped, **only; /* ended by NULL, or NULL */
	struct index_choices choices;
};

/* Its options; FIELD is the struct indexing in TYPE. */
#define INDEXING_OPTIONS(type, field)                                   \
	{                                                               \
		.name = "index",                                        \
		.kind = CMDLINE_FLAG,                                   \
		.offset = offsetof(type, field.is_wanted),              \
		.help = "make the indexes that queries of Firestore "   \
			"need, as the command index does",              \
	},                                                              \
	    {                                                           \
		    .name = "skip-index",                               \
		    .kind = CMDLINE_LIST,                               \
		    .argument = "FIELD",                   \
		    .offset = offsetof(type, field.skipped),            \
		    .help = "with --index: do not index this field; FIELD or COLLECTION:FIELD",    \
	    },                                                          \
	{                                                               \
		.name = "only-index", .kind = CMDLINE_LIST,             \
		.argument = "FIELD",                       \
		.offset = offsetof(type, field.only),                   \
		.help = "with --index: index this field, and no other " \
			"that is not named so",                         \
	}

/*
 * Read the choices, before anything else is done.  SKIP and ONLY are the names
 * of the options, for errors.  Returns 0 or -1.
 */
int indexing_read(struct indexing *indexing, const char *skip, const char *only,
    struct gantry_error *error);

/*
 * Returns 0, or the exit status when there are choices without --index, or
 * without anything to index.
 */
int indexing_check(
    const struct indexing *indexing, const struct cmdline *cmdline);

/*
 * Make the indexes in DB, of the cache that will be at PLACE; the argument is a
 * struct index_options.  For cache_builder_options.
 */
int indexing_make(void *argument, struct db *db, struct gantry_error *error);

/* Free the choices and the lists of options. */
void indexing_clear(struct indexing *indexing);

#endif
