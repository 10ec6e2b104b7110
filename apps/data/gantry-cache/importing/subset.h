#ifndef GANTRY_CACHE_SUBSET_H
#define GANTRY_CACHE_SUBSET_H

#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>

#include "data/firestore/document.h"
#include "data/tables/document_condition.h"

/* The options that take only some documents; FIELD is one in TYPE. */
struct subset_choice {
	const char **conditions; /* ended by NULL; document_condition.h */
	unsigned depth; /* of collections; 0: any */
	unsigned limit; /* 0: none */
};

#define SUBSET_OPTIONS(type, field)                                         \
	{                                                                   \
		.name = "where",                                            \
		.kind = CMDLINE_LIST,                                       \
		.argument = "CONDITION",                                    \
		.offset = offsetof(type, field.conditions),                 \
		.help = "import only documents with such a field, "         \
			"\"population >= 1000\" or \"country == 'IT'\"; "   \
			"several must all hold",                            \
	},                                                                  \
	    {                                                               \
		    .name = "depth",                                        \
		    .kind = CMDLINE_NUMBER,                                 \
		    .argument = "N",                                        \
		    .offset = offsetof(type, field.depth),                  \
		    .min = 1,                                               \
		    .max = 100,                                             \
		    .help = "import only documents of collections at "      \
			    "most N levels deep; 1 is the root",            \
	    },                                                              \
	{                                                                   \
		.name = "limit", .kind = CMDLINE_NUMBER, .argument = "N",   \
		.offset = offsetof(type, field.limit), .min = 1,            \
		.max = 4000000000U,                                         \
		.help = "import at most N documents, the first ones read, " \
			"as a sample",                                      \
	}

/* Zero it before its first use. */
struct subset {
	struct subset_choice choice;
	struct conditions *conditions;
	uint64_t taken;
};

/* Prepare for CHOICE, which is copied; its list is borrowed.  0 or -1. */
int subset_init(struct subset *subset, const struct subset_choice *choice,
    struct gantry_error *error);

/* Idempotent; it leaves the list to the caller. */
void subset_clear(struct subset *subset);

/* Does it leave any document out? */
bool subset_is_partial(const struct subset *subset);

/* Is DOCUMENT wanted?  1 or 0, or -1 when memory ran out. */
int subset_has(struct subset *subset, const struct firestore_document *document,
    struct gantry_error *error);

/* Append what is left out, as a phrase. */
void subset_describe(const struct subset *subset, struct gantry_buffer *text);

#endif
