#ifndef QUERY_INDEX_SCHEMA_H
#define QUERY_INDEX_SCHEMA_H

/*
 * The tables of a cache that answer the queries of Firestore.  They are
 * optional, see data/cache/schema.h; the key index_version in meta says that
 * they are there.
 *
 *	grp	each collection group: its id, its name, how many collections
 *		it has
 *	coll	each collection that has documents: its id, its path
 *		("publications/vox/ent"), its group, how many documents it has
 *	field	each field that a document has: its id, its path (see
 *		field_key.h), whether the rows are of the elements of arrays,
 *		whether a key was cut (see key.h), which numbers there are:
 *		1 for integers and 2 for doubles, or both
 *	name	the documents in the order of their names: the rank, from 1 on,
 *		and the rowid in document
 *	idx	the rows of the indexes, see index_block.h: for each document of
 *		a collection and each of its fields the key of the value (see
 *		key.h) and the rank of the document.  Field 0 is the name; its
 *		key is empty.  With is_group the same by group, for groups of
 *		several collections.  Each row of the table is a block: the key
 *		and rank it begins with, how many rows of the field are before
 *		it, and its rows, or NULL and the id in idx_block.
 *	idx_block
 *		the rows of larger blocks
 *	child	each collection that has documents in or below it: the document
 *		that it is below, as a key (see key_add_path), empty for the
 *		root; and its id
 *	choice	which fields are indexed, see index_choice.h
 *
 * The names in maps are fields of their own, beside the map.
 */

#define INDEX_VERSION	 2
#define INDEX_NAME_FIELD 0

/* Which numbers a field has. */
#define INDEX_INTEGERS 1
#define INDEX_DOUBLES  2

#define INDEX_SCHEMA_SQL                                   \
	"CREATE TABLE grp ("                               \
	"	id INTEGER PRIMARY KEY,"                         \
	"	name TEXT NOT NULL,"                             \
	"	colls INTEGER NOT NULL"                          \
	");"                                               \
	"CREATE UNIQUE INDEX grp_name ON grp (name);"      \
	"CREATE TABLE coll ("                              \
	"	id INTEGER PRIMARY KEY,"                         \
	"	path TEXT NOT NULL,"                             \
	"	grp INTEGER NOT NULL,"                           \
	"	n INTEGER NOT NULL"                              \
	");"                                               \
	"CREATE TABLE field ("                             \
	"	id INTEGER PRIMARY KEY,"                         \
	"	path BLOB NOT NULL,"                             \
	"	is_element INTEGER NOT NULL,"                    \
	"	is_cut INTEGER NOT NULL,"                        \
	"	numbers INTEGER NOT NULL"                        \
	");"                                               \
	"CREATE UNIQUE INDEX field_path ON field"          \
	" (path, is_element);"                             \
	"CREATE TABLE name ("                              \
	"	rank INTEGER PRIMARY KEY,"                       \
	"	doc INTEGER NOT NULL"                            \
	");"                                               \
	"CREATE TABLE idx ("                               \
	"	is_group INTEGER NOT NULL,"                      \
	"	scope INTEGER NOT NULL,"                         \
	"	field INTEGER NOT NULL,"                         \
	"	key BLOB NOT NULL,"                              \
	"	rank INTEGER NOT NULL,"                          \
	"	before INTEGER NOT NULL,"                        \
	"	block INTEGER NOT NULL,"                         \
	"	rows BLOB,"                                      \
	"	PRIMARY KEY (is_group, scope, field, key, rank)" \
	") WITHOUT ROWID;"                                 \
	"CREATE TABLE idx_block ("                         \
	"	id INTEGER PRIMARY KEY,"                         \
	"	rows BLOB NOT NULL"                              \
	");"                                               \
	"CREATE TABLE child ("                             \
	"	parent BLOB NOT NULL,"                           \
	"	id TEXT NOT NULL,"                               \
	"	PRIMARY KEY (parent, id)"                        \
	") WITHOUT ROWID;"                                 \
	"CREATE TABLE choice ("                            \
	"	collection TEXT NOT NULL,"                       \
	"	field TEXT NOT NULL,"                            \
	"	is_only INTEGER NOT NULL"                        \
	");"

/* After all collections were added. */
#define INDEX_COLLECTIONS_SQL                           \
	"CREATE UNIQUE INDEX coll_path ON coll (path);" \
	"CREATE INDEX coll_grp ON coll (grp);"

/* Before, to remove those of another version. */
#define INDEX_DROP_SQL                    \
	"DROP TABLE IF EXISTS grp;"       \
	"DROP TABLE IF EXISTS coll;"      \
	"DROP TABLE IF EXISTS field;"     \
	"DROP TABLE IF EXISTS name;"      \
	"DROP TABLE IF EXISTS idx;"       \
	"DROP TABLE IF EXISTS idxg;"      \
	"DROP TABLE IF EXISTS idx_block;" \
	"DROP TABLE IF EXISTS child;"     \
	"DROP TABLE IF EXISTS choice;"    \
	"DELETE FROM meta WHERE key = 'index_version';"

/* At the end. */
#define INDEX_META_SQL "INSERT INTO meta VALUES ('index_version', 2);"

#endif
