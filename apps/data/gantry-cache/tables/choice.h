#ifndef GANTRY_CACHE_CHOICE_H
#define GANTRY_CACHE_CHOICE_H

#include <stddef.h>

#include "data/cache/db.h"
#include "data/tables/document_rows.h"
#include "data/tables/plain_value.h"

/* The options that choose documents; FIELD is the struct choice in TYPE. */
struct choice {
	const char *collection, *group;
	const char **paths, **conditions;
	unsigned depth, limit;
};

#define CHOICE_OPTIONS(type, field)                                           \
	{                                                                     \
		.name = "collection",                                         \
		.kind = CMDLINE_TEXT,                                         \
		.argument = "PATH",                                           \
		.offset = offsetof(type, field.collection),                   \
		.help = "only the documents of this collection, \"users\" "   \
			"or \"users/alice/posts\"",                           \
	},                                                                    \
	    {                                                                 \
		    .name = "group",                                          \
		    .kind = CMDLINE_TEXT,                                     \
		    .argument = "ID",                                         \
		    .offset = offsetof(type, field.group),                    \
		    .help = "only the documents of all collections with "     \
			    "this id",                                        \
	    },                                                                \
	    {                                                                 \
		    .name = "path",                                           \
		    .kind = CMDLINE_LIST,                                     \
		    .argument = "GLOB",                                       \
		    .offset = offsetof(type, field.paths),                    \
		    .help = "only documents whose path matches; * is any "    \
			    "part of a segment, ** any segments",             \
	    },                                                                \
	    {                                                                 \
		    .name = "where",                                          \
		    .kind = CMDLINE_LIST,                                     \
		    .argument = "CONDITION",                                  \
		    .offset = offsetof(type, field.conditions),               \
		    .help = "only documents with such a field, \"population " \
			    ">= 1000\" or \"country == 'IT'\"; several must " \
			    "all hold",                                       \
	    },                                                                \
	    {                                                                 \
		    .name = "depth",                                          \
		    .kind = CMDLINE_NUMBER,                                   \
		    .argument = "N",                                          \
		    .offset = offsetof(type, field.depth),                    \
		    .min = 1,                                                 \
		    .max = 100,                                               \
		    .help = "only collections at most N levels deep; 1 is "   \
			    "the root",                                       \
	    },                                                                \
	{                                                                     \
		.name = "limit", .kind = CMDLINE_NUMBER, .argument = "N",     \
		.offset = offsetof(type, field.limit), .min = 1,              \
		.max = 4000000000U,                                           \
		.help = "at most N documents, the first ones by their path",  \
	}

/* Free the lists. */
void choice_clear(struct choice *choice);

/* As the reader of documents wants it; borrowed. */
struct documents_choice choice_documents(const struct choice *choice);

/* Room for the names of a database in a reference. */
#define ORIGIN_SIZE 512

/*
 * Get "projects/P/databases/D/documents/" of the cache DB; empty if it does not
 * know its database.  Returns 0 or -1.
 */
int choice_origin(
    struct db *db, char origin[ORIGIN_SIZE], struct gantry_error *error);

#endif
