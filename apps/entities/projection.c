/*
 * The tables that store_sqlite.c asks, made from the documents.
 *
 * Documents come in any order, so they are staged first, and summed on the way;
 * those that are not of the expected shape apart.  entity is clustered in the
 * order in which it is read: a page of words is one range.  Documents of one
 * word under several ids are summed, since the ids that ingesters give are
 * hashes that differ from run to run.  A publication that is no document
 * itself, only the parent of some, counts 0 articles.
 */
#include <stddef.h>

#include "entities/projection.h"

/* One word under several ids. */
#define ADD_UP                                                       \
	" ON CONFLICT DO UPDATE SET count = count + excluded.count," \
	"  documents = documents + 1"

#define IS_WHOLE                                           \
	"typeof(word) = 'text' AND typeof(count) = 'real'" \
	" AND count = CAST(count AS INTEGER)"

#define IS_A_PUBLICATION(path)            \
	"(" path " GLOB 'publications/*'" \
	" AND " path " NOT GLOB 'publications/*/*')"

static const struct cache_rule rules[] = {
	{
	    .collection = "publications",
	    .fields = { "count" },
	    .sql = "INSERT INTO staged_publication SELECT ?1, ?3"
		   " WHERE ?2 = ''",
	},
	{
	    .collection = "ent",
	    .fields = { "word", "count" },
	    .types = { FIELD_TEXT, FIELD_INTEGER },
	    .sql = "INSERT INTO summed VALUES (?2, ?3, ?4, 1)" ADD_UP,
	},
	{
	    .collection = "ent",
	    .fields = { "word", "count" },
	    .sql = "INSERT INTO odd VALUES (?2, ?3, ?4, ?1)",
	},
	{ .collection = NULL },
};

const struct cache_projection entities_projection = {
	.name = "entities",
	.create = "CREATE TABLE publication ("
		  "	id INTEGER PRIMARY KEY,"
		  "	name TEXT NOT NULL UNIQUE,"
		  "	count INTEGER NOT NULL"
		  ");"
		  "CREATE TABLE entity ("
		  "	publication INTEGER NOT NULL,"
		  "	count INTEGER NOT NULL,"
		  "	word TEXT NOT NULL,"
		  "	PRIMARY KEY (publication, count DESC, word)"
		  ") WITHOUT ROWID;"
		  "CREATE TEMP TABLE staged_publication (path, count);"
		  "CREATE TEMP TABLE summed (parent, word, count, documents,"
		  "	PRIMARY KEY (parent, word)) WITHOUT ROWID;"
		  "CREATE TEMP TABLE odd (parent, word, count, path);",
	.rules = rules,
	.finish =
	    /* A count may be a double with a whole value. */
	"INSERT INTO summed"
	" SELECT parent, word, CAST(count AS INTEGER), 1 FROM odd"
	" WHERE " IS_WHOLE ADD_UP ";"
	"DELETE FROM odd WHERE " IS_WHOLE ";"
	"UPDATE staged_publication SET count = CAST(count AS INTEGER)"
	" WHERE typeof(count) = 'real'"
	"  AND count = CAST(count AS INTEGER);"
	"INSERT INTO ignored"
	" SELECT 'entities', iif(typeof(word) = 'text',"
	"   'an ent whose count is missing or no whole number',"
	"   'an ent whose word is missing or no string') AS reason,"
	"  count(*), min(path) FROM odd GROUP BY reason;"
	"INSERT INTO ignored"
	" SELECT 'entities',"
	"  'the count of a publication, missing or no whole number',"
	"  count(*), min(path)"
	" FROM staged_publication WHERE typeof(count) <> 'integer'"
	" HAVING count(*) > 0;"
	"INSERT INTO ignored"
	" SELECT 'entities', 'an ent that is in no publication',"
	"  sum(documents), min(parent) || '/ent'"
	" FROM summed WHERE NOT " IS_A_PUBLICATION(
	    "parent") " HAVING sum(documents) > 0;"
		      "DELETE FROM summed WHERE NOT " IS_A_PUBLICATION(
			  "parent") ";"
				    "INSERT INTO publication (name, count)"
				    " SELECT substr(path, length('publications/') + 1),"
				    "  iif(typeof(count) = 'integer', count, 0)"
				    " FROM staged_publication ORDER BY path;"
				    "INSERT OR IGNORE INTO publication (name, count)"
				    " SELECT DISTINCT substr(parent, length('publications/') + 1), 0"
				    " FROM summed ORDER BY parent;"
				    "INSERT INTO entity (publication, count, word)"
				    " SELECT publication.id, summed.count, word"
				    " FROM summed JOIN publication"
				    "  ON name = substr(parent, length('publications/') + 1)"
				    " ORDER BY publication.id, summed.count DESC, word;"
				    "DROP TABLE staged_publication;"
				    "DROP TABLE summed;"
				    "DROP TABLE odd;",
};
