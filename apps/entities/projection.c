/*
 * The tables that store_sqlite.c asks, made from the documents.
 *
 * entity is clustered in the order in which it is read: a page of words is one
 * range.  Documents of one word under several ids are summed, since the ids
 * that ingesters give are hashes that differ from run to run.  A publication
 * that is no document itself, only the parent of some, counts 0 articles.
 */
#include "entities/projection.h"

const struct cache_projection entities_projection = {
	.name = "entities",
	.sql = "CREATE TABLE publication ("
	       "	id INTEGER PRIMARY KEY,"
	       "	name TEXT NOT NULL UNIQUE,"
	       "	count INTEGER NOT NULL"
	       ");"
	       "INSERT INTO publication (name, count)"
	       " SELECT substr(path, length('publications/') + 1),"
	       "  ifnull(CAST(json_extract(fields, '$.count.integerValue')"
	       "   AS INTEGER), 0)"
	       " FROM document"
	       " WHERE parent = '' AND collection = 'publications'"
	       " ORDER BY path;"
	       "INSERT OR IGNORE INTO publication (name, count)"
	       " SELECT DISTINCT substr(parent, length('publications/') + 1), 0"
	       " FROM document"
	       " WHERE collection = 'ent' AND parent GLOB 'publications/*'"
	       "  AND parent NOT GLOB 'publications/*/*'"
	       " ORDER BY parent;"
	       "CREATE TABLE entity ("
	       "	publication INTEGER NOT NULL,"
	       "	count INTEGER NOT NULL,"
	       "	word TEXT NOT NULL,"
	       "	PRIMARY KEY (publication, count DESC, word)"
	       ") WITHOUT ROWID;"
	       "INSERT INTO entity (publication, count, word)"
	       " SELECT publication.id,"
	       "  sum(CAST(json_extract(fields, '$.count.integerValue')"
	       "   AS INTEGER)) AS total,"
	       "  json_extract(fields, '$.word.stringValue') AS word"
	       " FROM document JOIN publication"
	       "  ON parent = 'publications/' || publication.name"
	       " WHERE collection = 'ent'"
	       "  AND json_type(fields, '$.word.stringValue') = 'text'"
	       "  AND json_type(fields, '$.count.integerValue') = 'text'"
	       " GROUP BY publication.id, word"
	       " ORDER BY publication.id, total DESC, word;",
};
