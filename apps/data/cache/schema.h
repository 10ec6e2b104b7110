#ifndef CACHE_SCHEMA_H
#define CACHE_SCHEMA_H

/*
 * The cache file: a SQLite database with these tables and those of the
 * projections.
 *
 *	document  each document that was kept: its path
 *		  ("publications/vox/ent/x1"), its parent ("publications/vox",
 *		  or ""), its collection ("ent"), its fields as a JSON object of
 *		  Firestore REST values, its times in microseconds since 1970
 *		  (0: unknown).  Ids and fields are any UTF-8, a NUL included:
 *		  SQL must bind and read them with their length.
 *	ignored	  what a projection could not use: its name, the reason, the
 *		  number of documents, and the path of one
 *	lacks	  what is missing of the data that the cache was made from: its
 *		  kind, see lacks.h, a text for people, and the number of
 *		  documents (0: not known)
 *	meta	  key and value: generation (a hash of the content, 16
 *		  hexadecimal digits), source
 *		  (what it was read from), project, database, documents (how
 *		  many were read), documents_kept (how many of them are here),
 *		  exported (µs since 1970; 0: unknown), pulled (the same, when
 *		  a pull read the whole database; 0: none did), created
 *		  (seconds since 1970).  If it was made from JSON or CSV: format
 *		  (its name), and how many values look like a type that nothing
 *		  says they have, if there are any: untyped_times,
 *		  untyped_points, untyped_references, untyped_numbers
 *
 * A file may have more tables, such as indexes for queries, and meta may have
 * more keys.  A reader ignores what it does not know, so that these need no new
 * version; what needs a table that is not there says so, and which command adds
 * it.  Every index begins with CREATE INDEX or CREATE UNIQUE INDEX, and every
 * table is a plain one, see cache.c.
 *
 * Version 2 had no table lacks, and no NUL in ids.  Readers take it; "upgrade"
 * makes it the current one, see build/previous.h.
 *
 * The index on path is created after all documents were added: updating it for
 * each one, in the order of an export, would cost more than everything else.
 */

#define CACHE_APPLICATION_ID 0x676e7472 /* "gntr" */
#define CACHE_SCHEMA_VERSION 3

/* The oldest that is read, and the first with the table lacks. */
#define CACHE_SCHEMA_OLDEST 2
#define CACHE_SCHEMA_LACKS  3

/* What is said about the completeness of an older cache. */
#define CACHE_UNRECORDED                                                \
	"a version of gantry-cache made it that did not record whether" \
	" something is missing"

#define CACHE_LACKS_SQL           \
	"CREATE TABLE lacks ("    \
	"	kind TEXT NOT NULL,"    \
	"	detail TEXT NOT NULL,"  \
	"	count INTEGER NOT NULL" \
	");"

#define CACHE_VERSION_SQL "PRAGMA user_version = 3;"

#define CACHE_SCHEMA_SQL                                        \
	"PRAGMA application_id = 0x676e7472;" CACHE_VERSION_SQL \
	"CREATE TABLE document ("                               \
	"	path TEXT NOT NULL,"                                  \
	"	parent TEXT NOT NULL,"                                \
	"	collection TEXT NOT NULL,"                            \
	"	fields TEXT NOT NULL,"                                \
	"	create_time INTEGER NOT NULL,"                        \
	"	update_time INTEGER NOT NULL"                         \
	");"                                                    \
	"CREATE TABLE ignored ("                                \
	"	projection TEXT NOT NULL,"                            \
	"	reason TEXT NOT NULL,"                                \
	"	count INTEGER NOT NULL,"                              \
	"	example TEXT NOT NULL"                                \
	");" CACHE_LACKS_SQL "CREATE TABLE meta ("              \
	"	key TEXT NOT NULL PRIMARY KEY,"                       \
	"	value NOT NULL"                                       \
	") WITHOUT ROWID;"

#define CACHE_INDEX_SQL "CREATE UNIQUE INDEX document_path ON document (path);"

/* Room for a generation and its NUL. */
#define CACHE_GENERATION_SIZE 17

#endif
