#ifndef CACHE_SCHEMA_H
#define CACHE_SCHEMA_H

/*
 * The cache file: a SQLite database with these tables and the ones of the
 * projections.
 *
 *	document  every document of the export: its path
 *		  ("publications/vox/ent/x1"), its parent's ("publications/vox",
 *		  or ""), its collection ("ent"), its fields as a JSON object of
 *		  Firestore REST values, its times in microseconds since 1970
 *		  (0: unknown)
 *	meta	  key and value: generation (a hash of the content), source
 *		  (the export's folder), project, database, documents (how
 *		  many), exported (µs since 1970; 0: unknown), created
 *		  (seconds since 1970)
 */

#define CACHE_APPLICATION_ID 0x676e7472 /* "gntr" */
#define CACHE_SCHEMA_VERSION 1

#define CACHE_SCHEMA_SQL                      \
	"PRAGMA application_id = 0x676e7472;" \
	"PRAGMA user_version = 1;"            \
	"CREATE TABLE document ("             \
	"	path TEXT NOT NULL PRIMARY KEY,"    \
	"	parent TEXT NOT NULL,"              \
	"	collection TEXT NOT NULL,"          \
	"	fields TEXT NOT NULL,"              \
	"	create_time INTEGER NOT NULL,"      \
	"	update_time INTEGER NOT NULL"       \
	") WITHOUT ROWID;"                    \
	"CREATE TABLE meta ("                 \
	"	key TEXT NOT NULL PRIMARY KEY,"     \
	"	value NOT NULL"                     \
	") WITHOUT ROWID;"

/* Room for a generation and its NUL. */
#define CACHE_GENERATION_SIZE 17

#endif
