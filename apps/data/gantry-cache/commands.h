#ifndef GANTRY_CACHE_COMMANDS_H
#define GANTRY_CACHE_COMMANDS_H

#include <gantry/error.h>

#include "base/cmdline/cmdline.h"
#include "data/cache/projection.h"

/*
 * The commands of the program, one a file.  The context of their command lines
 * is the list of projections.
 */

/* The exit statuses of the program. */
enum {
	STATUS_DONE = 0,
	STATUS_FAILED = 1, /* nothing was published */
	STATUS_MISUSED = CMDLINE_MISUSED,
	STATUS_BUSY = 3, /* another process draws, packs or fetches there */
	STATUS_UNDRAWN = 4, /* the cache was published, but not drawn */
	STATUS_QUARANTINED = 5, /* published without what cannot be read */
	STATUS_DIFFERENT = 6, /* two caches differ */
};

extern const struct cmdline_command diff_command;
extern const struct cmdline_command dump_command;
extern const struct cmdline_command explain_command;
extern const struct cmdline_command export_command;
extern const struct cmdline_command fetch_command;
extern const struct cmdline_command images_command;
extern const struct cmdline_command import_command;
extern const struct cmdline_command index_command;
extern const struct cmdline_command info_command;
extern const struct cmdline_command pack_command;
extern const struct cmdline_command pull_command;
extern const struct cmdline_command query_command;
extern const struct cmdline_command rules_command;
extern const struct cmdline_command upgrade_command;
extern const struct cmdline_command verify_command;
extern const struct cmdline_command views_command;

/* The options of progress; FIELD is the enum progress_mode in TYPE. */
#define PROGRESS_OPTIONS(type, field)                                        \
	{                                                                    \
		.name = "log",                                               \
		.kind = CMDLINE_CONSTANT,                                    \
		.offset = offsetof(type, field),                             \
		.constant = PROGRESS_LOG,                                    \
		.help = "print a line of progress each minute",              \
	},                                                                   \
	{                                                                    \
		.name = "quiet", .kind = CMDLINE_CONSTANT,                   \
		.offset = offsetof(type, field), .constant = PROGRESS_QUIET, \
		.help = "print errors only",                                 \
	}

/* The option of fields that are left out; FIELD is its list in TYPE. */
#define OMIT_OPTION(type, field)                                              \
	{                                                                     \
		.name = "omit", .kind = CMDLINE_LIST,                         \
		.argument = "GLOB:FIELDS", .offset = offsetof(type, field),   \
		.help = "leave these fields of the documents whose path "     \
			"matches GLOB out of the cache, its tables and its "  \
			"indexes, as in 'users/*:email,address.street'; can " \
			"be given more than once",                            \
	}

/* The options of drawing; FIELD is the struct images_choice in TYPE. */
#define IMAGES_OPTIONS(type, field)                                       \
	{                                                                 \
		.name = "images",                                         \
		.kind = CMDLINE_TEXT,                                     \
		.argument = "FOLDER",                                     \
		.offset = offsetof(type, field.folder),                   \
		.help = "where to draw the word clouds of the new cache", \
		.computed = "the folder images beside FILE",              \
	},                                                                \
	    {                                                             \
		    .name = "stop-words",                                 \
		    .kind = CMDLINE_TEXT,                                 \
		    .argument = "FILE",                                   \
		    .offset = offsetof(type, field.stop_words),           \
		    .help = "do not draw the words in FILE, one a line, " \
			    "ignoring case",                              \
	    },                                                            \
	{                                                                 \
		.name = "no-images", .kind = CMDLINE_FLAG,                \
		.offset = offsetof(type, field.are_unwanted),             \
		.help = "do not draw word clouds",                        \
	}

/* Report a failure.  Returns STATUS_FAILED. */
int fail(const struct gantry_error *error);

#endif
