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
 *		  (0: unknown)
 *	ignored	  what a projection could not use: its name, the reason, the
 *		  number of documents, and the path of one
 *	meta	  key and value: generation (a hash of the content, 16
 *		  hexadecimal digits), source
 *		  (what it was read from), project, database, documents (how
 *		  many were read), documents_kept (how many of them are here),
 *		  exported (µs since 1970; 0: unknown), pulled (the same, when
 *		  a pull read the whole database; 0: none did), created
 *		  (seconds since 1970)
 *
 * The index on path is created after all documents were added: updating it for
 * each one, in the order of an export, would cost more than everything else.
 */

#define CACHE_APPLICATION_ID 0x676e7472 /* "gntr" */
#define CACHE_SCHEMA_VERSION 2

#define CACHE_SCHEMA_SQL                      \
	"PRAGMA application_id = 0x676e7472;" \
	"PRAGMA user_version = 2;"            \
	"CREATE TABLE document ("             \
	"	path TEXT NOT NULL,"                \
	"	parent TEXT NOT NULL,"              \
	"	collection TEXT NOT NULL,"          \
	"	fields TEXT NOT NULL,"              \
	"	create_time INTEGER NOT NULL,"      \
	"	update_time INTEGER NOT NULL"       \
	");"                                  \
	"CREATE TABLE ignored ("              \
	"	projection TEXT NOT NULL,"          \
	"	reason TEXT NOT NULL,"              \
	"	count INTEGER NOT NULL,"            \
	"	example TEXT NOT NULL"              \
	");"                                  \
	"CREATE TABLE meta ("                 \
	"	key TEXT NOT NULL PRIMARY KEY,"     \
	"	value NOT NULL"                     \
	") WITHOUT ROWID;"

#define CACHE_INDEX_SQL "CREATE UNIQUE INDEX document_path ON document (path);"

/* Room for a generation and its NUL. */
#define CACHE_GENERATION_SIZE 17

#endif
