/*
 * The tables that store_sqlite.c reads, made from the documents.
 *
 * Documents come in any order.  Publications are staged first, words are summed
 * outside of SQL, and documents of an unexpected shape are set aside.  The
 * table entity is clustered in the order in which it is read: a page of words
 * is one range.  Documents that hold the same word under several ids are
 * summed, because ingesters derive ids from hashes that differ from run to run.
 * A publication that only exists as the parent of other documents has 0
 * articles.
 */
#include <stddef.h>

#include "entities/projection.h"
#include "entities/store.h"

/*
 * A search reads up to this many words with a common prefix, which takes less
 * than a millisecond.
 */
#define SEARCHED_MAX 2000

/* The name of a publication, from its path. */
#define NAME(path) "substr(" path ", length('publications/') + 1)"

static const struct cache_rule rules[] = {
	{
	    .collection = "publications",
	    .fields = { "count" },
	    .sql = "INSERT INTO staged_publication SELECT ?1, ?3"
		   " WHERE ?2 = ''",
	},
	{
	    .collection = "publications/{publication}/ent",
	    .fields = { "word", "count" },
	    .types = { FIELD_TEXT, FIELD_INTEGER },
	    .sql = NULL,
	},
	{
	    .collection = "ent",
	    .fields = { "word", "count" },
	    .types = { FIELD_TEXT, FIELD_INTEGER },
	    .sql = "INSERT INTO stray VALUES (?2)",
	},
	{
	    .collection = "ent",
	    .fields = { "word" },
	    .sql = "INSERT INTO odd VALUES (?3, ?1)",
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
		  "CREATE TABLE word ("
		  "	folded TEXT NOT NULL,"
		  "	word TEXT NOT NULL,"
		  "	count INTEGER NOT NULL,"
		  "	PRIMARY KEY (folded, word)"
		  ") WITHOUT ROWID;"
		  "CREATE TABLE mention ("
		  "	publication INTEGER NOT NULL,"
		  "	folded TEXT NOT NULL,"
		  "	word TEXT NOT NULL,"
		  "	count INTEGER NOT NULL,"
		  "	PRIMARY KEY (publication, folded, word)"
		  ") WITHOUT ROWID;"
		  "CREATE TABLE best ("
		  "	publication INTEGER NOT NULL,"
		  "	prefix TEXT NOT NULL,"
		  "	count INTEGER NOT NULL,"
		  "	word TEXT NOT NULL,"
		  "	PRIMARY KEY (publication, prefix, count DESC, word)"
		  ") WITHOUT ROWID;"
		  "CREATE TEMP TABLE staged_publication (path, count);"
		  "CREATE TEMP TABLE stray (parent);"
		  "CREATE TEMP TABLE odd (word, path);",
	.rules = rules,
	.finish =
	    /* A count may be a double that is a whole number. */
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
	"  count(*), min(parent) || '/ent' FROM stray HAVING count(*) > 0;"
	"INSERT INTO publication (name, count)"
	" SELECT " NAME("path") ", iif(typeof(count) = 'integer', count, 0)"
	" FROM staged_publication ORDER BY path;"
	"DROP TABLE staged_publication;"
	"DROP TABLE stray;"
	"DROP TABLE odd;",
	.sums = {
		.number = "INSERT INTO publication (name, count)"
		" VALUES (" NAME("?1") ", 0)"
		" ON CONFLICT DO UPDATE SET count = count RETURNING id",
		.insert = "INSERT INTO entity (publication, count, word)"
		" SELECT parent, sum, text FROM summed",
		.insert_texts = "INSERT INTO mention"
		" (publication, folded, word, count)"
		" SELECT parent, folded, text, sum FROM summed_texts",
		.insert_totals = "INSERT INTO word (folded, word, count)"
		" SELECT folded, text, sum FROM summed_totals",
		.insert_best = "INSERT INTO best"
		" (publication, prefix, count, word)"
		" SELECT parent, prefix, sum, text FROM summed_best",
		.best = { .most = STORE_SEARCH_MAX, .above = SEARCHED_MAX },
	},
	.pictures = {
		.names = "SELECT name FROM publication ORDER BY name",
		.words = "SELECT word, count FROM entity WHERE publication ="
		" (SELECT id FROM publication WHERE name = ?1)"
		" ORDER BY count DESC, word LIMIT 5000",
		.total = "SELECT count(*) FROM entity WHERE publication ="
		" (SELECT id FROM publication WHERE name = ?1)",
	},
};
